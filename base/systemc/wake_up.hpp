#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <systemc>

#include "base/livelock_guard.hpp"
#include "base/systemc/time.hpp"

namespace otbench {

/// When a SystemC process runs next. To be its only sensitivity.
class WakeUp {
public:
    [[nodiscard]] const sc_core::sc_event& event() const { return event_; }

    /// The process runs at `when` and not before, at once (in a later delta cycle) if that has passed; never when
    /// empty.
    void set(std::optional<Nanoseconds> when) {
        event_.cancel();
        if (when) event_.notify(to_sc_time(std::max(*when - simulated_time(), Nanoseconds{0})));
    }

    /// Counts one thing that the process did for `who`. Throws `Livelock` when it did too many at this instant.
    void did_one(std::string_view who) { guard_.did_one(who, simulated_time()); }

private:
    sc_core::sc_event event_;
    LivelockGuard guard_;
};

}  // namespace otbench
