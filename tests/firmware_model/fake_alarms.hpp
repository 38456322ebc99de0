#pragma once

#include <map>
#include <utility>

#include "firmware_model/hardware/alarms.hpp"

namespace otbench::firmware {

/// Alarms whose time a test moves by hand.
class FakeAlarms : public Alarms {
public:
    /// Lets everything go off that is due by `end`.
    void run_until(Nanoseconds end) {
        while (!alarms_.empty() && alarms_.begin()->first.first <= end) {
            const auto [due, action] = *alarms_.begin();
            alarms_.erase(alarms_.begin());
            now_ = due.first;
            action();
        }
        now_ = end;
    }

    [[nodiscard]] Nanoseconds now() const override { return now_; }
    AlarmId at(Nanoseconds when, std::function<void()> action) override {
        const AlarmId alarm{++count_};
        alarms_.emplace(std::pair{when, alarm}, std::move(action));
        return alarm;
    }
    void cancel(AlarmId alarm) override {
        for (auto a = alarms_.begin(); a != alarms_.end(); ++a) {
            if (a->first.second != alarm) continue;
            alarms_.erase(a);
            return;
        }
    }

private:
    Nanoseconds now_{};
    std::map<std::pair<Nanoseconds, AlarmId>, std::function<void()>> alarms_;
    std::uint64_t count_ = 0;
};

}  // namespace otbench::firmware
