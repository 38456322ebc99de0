#include "firmware_model/hardware/alarm_clock.hpp"

#include <utility>

#include "base/systemc/time.hpp"

namespace otbench::firmware {

AlarmClock::AlarmClock(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(run);
    sensitive << wake_up_.event();
    dont_initialize();
}

Nanoseconds AlarmClock::now() const {
    return simulated_time();
}

AlarmId AlarmClock::at(Nanoseconds when, std::function<void()> action) {
    const AlarmId alarm = agenda_.at(when, std::move(action));
    wake_up_.set(agenda_.next());
    return alarm;
}

void AlarmClock::cancel(AlarmId alarm) {
    agenda_.cancel(alarm);
    wake_up_.set(agenda_.next());
}

void AlarmClock::run() {
    while (agenda_.run_next(now())) wake_up_.did_one(name());
    wake_up_.set(agenda_.next());
}

}  // namespace otbench::firmware
