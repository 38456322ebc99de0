#pragma once

#include <atomic>

#include "sim/host/realtime/pacer.hpp"

namespace otbench::sim {

/// Lets the time of the simulation run, slice by slice and at its pace.
class TimeControl {
public:
    /// `pace`: as of a `Pacer`. `interrupted` is checked before every slice; it may be set by a signal handler.
    TimeControl(double pace, const std::atomic<bool>& interrupted) : pacer_(pace), interrupted_(interrupted) {}

    [[nodiscard]] Pacer& pacer() { return pacer_; }
    /// From now on external peers are on the other side of UARTs, so time must not run ahead of the wall clock by more
    /// than half a bit.
    void follow_peers() { follows_peers_ = true; }

    /// Lets everything happen that is due now, and starts the wall clock.
    void start();
    /// One slice of time, at most to `until`; shorter after `wake()`. False without one when the user wants to stop.
    bool run_slice(Nanoseconds until);
    /// The end of the present slice; before it, only the simulation acts.
    [[nodiscard]] Nanoseconds slice_end() const { return slice_end_; }
    /// Ends the present slice.
    void wake();

    /// With peers: for how long time stood still in all, because the simulation took longer than the clock.
    [[nodiscard]] Nanoseconds stood_still() const { return stood_still_; }
    /// In real time: how far the simulation was behind the clock when its last slice began, and at most.
    [[nodiscard]] Nanoseconds late() const { return late_; }
    [[nodiscard]] Nanoseconds most_late() const { return most_late_; }

private:
    Nanoseconds wait_for_clock(Nanoseconds until);
    void forget_delay();

    Pacer pacer_;
    const std::atomic<bool>& interrupted_;
    Nanoseconds stood_still_{};
    Nanoseconds late_{}, most_late_{};
    Nanoseconds slice_end_{};
    bool follows_peers_ = false;
    bool running_ = false;
    bool woken_ = false;
};

}  // namespace otbench::sim
