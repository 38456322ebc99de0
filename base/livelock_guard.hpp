#pragma once

#include <stdexcept>
#include <string_view>

#include "base/time.hpp"

namespace otbench {

/// Virtual time stands still, as one part of the bench always finds something more to do; one line that names it.
struct Livelock : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Notices that virtual time stands still: it counts what is done at one instant.
class LivelockGuard {
public:
    /// How much may be done at one instant; a part that works does a few things at a time.
    static constexpr int most = 100'000;

    /// Counts one thing more. Throws `Livelock` that names `who` when there are too many at this instant.
    void did_one(std::string_view who, Nanoseconds now) {
        if (now != instant_) count_ = 0;
        instant_ = now;
        if (++count_ > most) stop(who, now);
    }

private:
    [[noreturn]] static void stop(std::string_view who, Nanoseconds now);

    Nanoseconds instant_{-1};
    int count_ = 0;
};

}  // namespace otbench
