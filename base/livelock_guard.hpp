#pragma once

#include "base/event_sink.hpp"

namespace otbench {

/// Notices that virtual time stands still: it counts what is done at one instant.
class LivelockGuard {
public:
    /// How much may be done at one instant; a device that works does a few things at a time.
    static constexpr int most = 100'000;

    /// Counts one thing more; true when there are too many at this instant.
    bool exceeded(Nanoseconds now) {
        if (now != instant_) count_ = 0;
        instant_ = now;
        return ++count_ > most;
    }

private:
    Nanoseconds instant_{-1};
    int count_ = 0;
};

}  // namespace otbench
