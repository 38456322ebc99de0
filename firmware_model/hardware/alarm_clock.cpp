#include "firmware_model/hardware/alarm_clock.hpp"

#include <utility>

#include "base/systemc/time.hpp"

namespace otbench::firmware {

AlarmClock::AlarmClock(std::string name) : name_(std::move(name)) {}

Nanoseconds AlarmClock::now() const {
    return simulated_time();
}

AlarmId AlarmClock::at(Nanoseconds when, std::function<void()> action) {
    const AlarmId alarm = agenda_.at(when, std::move(action));
    process_.set(agenda_.next());
    return alarm;
}

void AlarmClock::cancel(AlarmId alarm) {
    agenda_.cancel(alarm);
    process_.set(agenda_.next());
}

void AlarmClock::run() {
    while (agenda_.run_next(now())) process_.did_one(name_);
    process_.set(agenda_.next());
}

}  // namespace otbench::firmware
