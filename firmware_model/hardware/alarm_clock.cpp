#include "firmware_model/hardware/alarm_clock.hpp"

#include <algorithm>

namespace otbench::firmware {

AlarmClock::AlarmClock(sc_core::sc_module_name name) : sc_module(name) {
    SC_METHOD(run);
    sensitive << wake_;
    dont_initialize();
}

Nanoseconds AlarmClock::now() const {
    static const auto units_per_nanosecond = sc_core::sc_time(1, sc_core::SC_NS).value();
    return Nanoseconds{static_cast<Nanoseconds::rep>(sc_core::sc_time_stamp().value() / units_per_nanosecond)};
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
    const Nanoseconds delay = std::max(alarms_.begin()->first.first - now(), Nanoseconds::zero());
    wake_.notify(sc_core::sc_time(static_cast<double>(delay.count()), sc_core::SC_NS));
}

}  // namespace otbench::firmware
