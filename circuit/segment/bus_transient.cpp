#include "circuit/segment/bus_transient.hpp"

#include <algorithm>

namespace otbench::circuit {
namespace {

// How far ahead a transient is worked out: the next edge makes most of it void.
constexpr double least_look_ahead_s = 30e-6;
constexpr double look_ahead_ratio = 2;
constexpr int most_slots = 256;  // of a disturbance

}  // namespace

double BusTransient::voltage(Nanoseconds at) const {
    return trajectory_->voltage(probe_, seconds_between(start_, at));
}

Expected BusTransient::crossing(double level_v, Nanoseconds from, double sinks_v_per_s, bool down) const {
    const double from_s = seconds_between(start_, from);
    const double horizon_s = std::max(from_s + least_look_ahead_s, look_ahead_ratio * from_s);
    const Outlook found =
        trajectory_->crossing(probe_, {level_v + sinks_v_per_s * from_s, sinks_v_per_s, down, from_s}, horizon_s);
    // Rounded up: at that nanosecond the voltage has crossed.
    const Nanoseconds nearest = after(start_, found.at_s);
    const bool early = nearest != never && seconds_between(start_, nearest) < found.at_s;
    return {std::max(from, early ? nearest + Nanoseconds{1} : nearest), found.comes || nearest == never};
}

/// Slot by slot, from where the disturbance could be enough at all.
Expected BusTransient::disturbed_crossing(double level_v, Nanoseconds from, double sinks_v_per_s, bool down) const {
    const double reach_v = down ? disturbance_->bound_v() : -disturbance_->bound_v();
    Nanoseconds at = from;
    const auto level_at = [&](Nanoseconds then) { return level_v - sinks_v_per_s * seconds_between(from, then); };
    for (int slot = 0; slot < most_slots; ++slot) {
        const Expected near = crossing(level_at(at) + reach_v, at, sinks_v_per_s, down);
        if (!near.certain || near.at == never) return near;
        at = near.at;
        const Nanoseconds end = disturbance_->slot_end(at);
        const Expected here = crossing(level_at(at) - disturbance_->voltage(at), at, sinks_v_per_s, down);
        if (here.at < end) return here;
        at = end;
    }
    return {at, false};
}

Expected BusTransient::falls_below(double level_v, Nanoseconds from, double sinks_v_per_s) const {
    return disturbance_ ? disturbed_crossing(level_v, from, sinks_v_per_s, true)
                        : crossing(level_v, from, sinks_v_per_s, true);
}

Expected BusTransient::rises_above(double level_v, Nanoseconds from, double sinks_v_per_s) const {
    return disturbance_ ? disturbed_crossing(level_v, from, sinks_v_per_s, false)
                        : crossing(level_v, from, sinks_v_per_s, false);
}

}  // namespace otbench::circuit
