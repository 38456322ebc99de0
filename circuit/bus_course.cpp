#include "circuit/bus_course.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {
namespace {

constexpr double visible_v = 0.2;  // what a drawn curve shows of ringing and bends

}  // namespace

double BusCourse::voltage(Tick at) const {
    return course_->trajectory.voltage(probe_, seconds_between(start_, at));
}

Tick BusCourse::crossing(double level_v, Tick from, double sinks_v_per_s, bool down) const {
    const double from_s = seconds_between(start_, from);
    const auto found =
        course_->trajectory.crossing(probe_, level_v + sinks_v_per_s * from_s, sinks_v_per_s, down, from_s);
    if (!found) return never;
    // Rounded up: at that nanosecond the voltage has crossed.
    const Tick nearest = after(start_, *found);
    const bool early = nearest != never && seconds_between(start_, nearest) < *found;
    return std::max(from, early ? nearest + Tick{1} : nearest);
}

Tick BusCourse::falls_below(double level_v, Tick from, double sinks_v_per_s) const {
    return crossing(level_v, from, sinks_v_per_s, true);
}

Tick BusCourse::rises_above(double level_v, Tick from, double sinks_v_per_s) const {
    return crossing(level_v, from, sinks_v_per_s, false);
}

void BusCourse::append_corners(Tick from, Tick to, std::vector<VoltagePoint>& points) const {
    Trajectory& trajectory = course_->trajectory;
    const auto& times = trajectory.times();
    const double from_s = std::chrono::duration<double>(from - start_).count();
    const auto next = std::upper_bound(times.begin(), times.end(), from_s) - times.begin();
    const auto first = std::max(static_cast<std::size_t>(next), std::size_t{1});
    double drawn_v = trajectory.voltage_at(probe_, first - 1);
    double before_v = drawn_v;
    for (std::size_t i = first; i < times.size() && after(start_, times[i]) < to; ++i) {
        const double volts = trajectory.voltage_at(probe_, i);
        const bool moved = std::abs(volts - drawn_v) >= visible_v;
        if (moved) {
            // The curve left the last point drawn between the state before this one and here.
            const Tick before = after(start_, times[i - 1]), here = after(start_, times[i]);
            if (std::abs(before_v - drawn_v) > 1e-6 && from < before) points.push_back({before, before_v});
            if (from < here) points.push_back({here, volts});
            drawn_v = volts;
        }
        before_v = volts;
    }
}

}  // namespace otbench::circuit
