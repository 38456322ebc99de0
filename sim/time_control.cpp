#include "sim/time_control.hpp"

#include <algorithm>

#include "base/systemc/simulate.hpp"
#include "sim/now.hpp"

namespace otbench::sim {
namespace {

/// The longest piece of time that is simulated at once while bits are on their way to an external peer: about half a
/// bit at 2400 baud.
constexpr Nanoseconds busy_slice = std::chrono::microseconds{250};
/// As much as a busy machine's scheduler costs now and then; less than a character at 2400 baud and its gap.
constexpr Nanoseconds tolerable_delay = std::chrono::milliseconds{10};
/// Without peers at UARTs, what the simulation makes up for; a longer pause, as while a broker is away, is forgotten.
/// In slices of 5 ms of the wall clock.
constexpr int longest_catching_up = 400;

}  // namespace

void TimeControl::start() {
    simulate(Nanoseconds{0});
    pacer_.wait_until(now());
}

void TimeControl::wake() {
    woken_ = true;
    if (running_) sc_core::sc_pause();
}

/// When the simulation has fallen behind, both the peers and the bench have seen a pause. Catching up would compress
/// what follows for one side and stretch it for the other; so time continues as if the pause had not happened.
void TimeControl::forget_delay() {
    late_ = std::max(Nanoseconds{0}, pacer_.time() - now());
    most_late_ = std::max(most_late_, late_);
    if (late_ > (follows_peers_ ? tolerable_delay : longest_catching_up * pacer_.slice()))
        stood_still_ += pacer_.set_back(now());
}

/// Lets the wall clock run ahead of the simulation, at most to the next possible event: events are then late by next to
/// nothing, and what peers sent meanwhile still lies ahead. Returns how far the simulation may run now.
Nanoseconds TimeControl::wait_for_clock(Nanoseconds until) {
    const sc_core::sc_time idle = sc_core::sc_time_to_pending_activity();
    const Nanoseconds eventless = idle < to_sc_time(until - now()) ? to_nanoseconds(idle) : until - now();
    const Nanoseconds end = follows_peers_ ? std::min(until, now() + std::max(eventless, busy_slice)) : until;
    pacer_.wait_until(end);
    return std::clamp(pacer_.time(), now(), until);
}

bool TimeControl::run_slice(Nanoseconds until) {
    if (interrupted_) return false;
    Nanoseconds end = std::min(until, now() + pacer_.slice());
    if (pacer_.real_time()) {
        forget_delay();
        end = wait_for_clock(end);
    }
    woken_ = false;
    running_ = true;
    slice_end_ = end;
    simulate(end - now());
    // A process that is due exactly at the end has not run yet.
    while (!woken_ && sc_core::sc_pending_activity_at_current_time()) simulate(Nanoseconds{0});
    running_ = false;
    return true;
}

}  // namespace otbench::sim
