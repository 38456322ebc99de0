#include "circuit/bus_course.hpp"

#include <algorithm>

namespace otbench::circuit {
namespace {

// How far ahead a course is worked out: the next edge makes most of it void.
constexpr double least_look_ahead_s = 30e-6;
constexpr double look_ahead_ratio = 2;

}  // namespace

double BusCourse::voltage(Tick at) const {
    return trajectory_->voltage(probe_, seconds_between(start_, at));
}

Expected BusCourse::crossing(double level_v, Tick from, double sinks_v_per_s, bool down) const {
    const double from_s = seconds_between(start_, from);
    const double horizon_s = std::max(from_s + least_look_ahead_s, look_ahead_ratio * from_s);
    const Outlook found =
        trajectory_->crossing(probe_, {level_v + sinks_v_per_s * from_s, sinks_v_per_s, down, from_s}, horizon_s);
    // Rounded up: at that nanosecond the voltage has crossed.
    const Tick nearest = after(start_, found.at_s);
    const bool early = nearest != never && seconds_between(start_, nearest) < found.at_s;
    return {std::max(from, early ? nearest + Tick{1} : nearest), found.comes || nearest == never};
}

Expected BusCourse::falls_below(double level_v, Tick from, double sinks_v_per_s) const {
    return crossing(level_v, from, sinks_v_per_s, true);
}

Expected BusCourse::rises_above(double level_v, Tick from, double sinks_v_per_s) const {
    return crossing(level_v, from, sinks_v_per_s, false);
}

void BusCourse::append_corners(Tick from, Tick to, std::vector<VoltagePoint>& points) const {
    const auto& corners = trajectory_->corners(probe_, seconds_between(start_, to));
    const double from_s = seconds_between(start_, from);
    auto corner = std::upper_bound(corners.begin(), corners.end(), from_s,
                                   [](double time_s, const VoltageCurve::Corner& c) { return time_s < c.time_s; });
    for (; corner != corners.end(); ++corner) {
        const Tick at = after(start_, corner->time_s);
        if (at >= to) break;
        if (at > from) points.push_back({at, corner->volts});
    }
}

}  // namespace otbench::circuit
