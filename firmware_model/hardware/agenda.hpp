#pragma once

#include <functional>
#include <optional>
#include <utility>

#include "base/time.hpp"
#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/hardware/schedule.hpp"

namespace otbench::firmware {

/// Actions at given instants, those of one instant in the order in which they were given.
class Agenda {
public:
    AlarmId at(Nanoseconds when, std::function<void()> action) { return actions_.add(when, std::move(action)); }
    void cancel(AlarmId alarm) { actions_.cancel(alarm); }

    /// When the next one is due.
    [[nodiscard]] std::optional<Nanoseconds> next() const { return actions_.next(); }

    /// Does the first of what is due at `now`; false when nothing is.
    bool run_next(Nanoseconds now) {
        const auto due = actions_.take_due(now);
        if (due) due->what();
        return due.has_value();
    }

    /// Does what is due at `now`, including what that adds.
    void run_due(Nanoseconds now) {
        while (run_next(now)) {
        }
    }

private:
    Schedule<AlarmId, std::function<void()>> actions_;
};

}  // namespace otbench::firmware
