#include "firmware_model/hardware/alarm_clock.hpp"

#include <algorithm>

#include "base/systemc/time.hpp"

namespace otbench::firmware {

AlarmClock::AlarmClock(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(run);
    sensitive << wake_;
    dont_initialize();
}

Nanoseconds AlarmClock::now() const {
    return simulated_time();
}

AlarmId AlarmClock::at(Nanoseconds when, std::function<void()> action) {
    const AlarmId alarm{++count_};
    alarms_.emplace(Due{when, alarm}, std::move(action));
    due_of_.emplace(alarm, when);
    arm();
    return alarm;
}

void AlarmClock::cancel(AlarmId alarm) {
    const auto due = due_of_.find(alarm);
    if (due == due_of_.end()) return;
    alarms_.erase({due->second, alarm});
    due_of_.erase(due);
    arm();
}

void AlarmClock::run() {
    while (!alarms_.empty() && alarms_.begin()->first.first <= now()) {
        const auto [due, action] = std::move(*alarms_.begin());
        alarms_.erase(alarms_.begin());
        due_of_.erase(due.second);
        action();
    }
    arm();
}

void AlarmClock::arm() {
    wake_.cancel();
    if (alarms_.empty()) return;
    wake_.notify(to_sc_time(std::max(alarms_.begin()->first.first - now(), Nanoseconds::zero())));
}

}  // namespace otbench::firmware
