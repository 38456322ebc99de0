#pragma once

#include <functional>
#include <map>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// Things to be done at given instants, those of one instant in the order in which they were given.
class Agenda {
public:
    void at(Nanoseconds when, std::function<void()> action) { actions_.emplace(when, std::move(action)); }

    /// When the next one is due; the end of time when there is none.
    [[nodiscard]] Nanoseconds next() const { return actions_.empty() ? Nanoseconds::max() : actions_.begin()->first; }

    /// Does what is due at `now`, including what that adds.
    void run_due(Nanoseconds now) {
        while (next() <= now) {
            const auto action = std::move(actions_.begin()->second);
            actions_.erase(actions_.begin());
            action();
        }
    }

private:
    std::multimap<Nanoseconds, std::function<void()>> actions_;
};

}  // namespace otbench::firmware
