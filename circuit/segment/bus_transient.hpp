#pragma once

#include <algorithm>

#include "circuit/netlist/time.hpp"
#include "circuit/segment/disturbance.hpp"
#include "circuit/segment/plant.hpp"

namespace otbench::circuit {

/// One point of a voltage curve.
struct VoltagePoint {
    Nanoseconds at;
    double volts;
};

/// One point of the curves of bus voltage and current.
struct BusPoint {
    Nanoseconds at;
    double volts, amperes;
};

/// What is to come, and when.
struct Expected {
    Nanoseconds at = never;
    bool certain = true;  ///< false: nothing happens before `at`, and then it is time to look again

    friend bool operator==(const Expected& a, const Expected& b) { return a.at == b.at && a.certain == b.certain; }
};

/// The transient of one voltage from some instant on, as long as no input changes it: a view, valid while the plant's
/// transient lives.
class BusTransient {
public:
    BusTransient() = default;
    /// `disturbance` comes on top, if there is one; it is borrowed.
    BusTransient(Plant::Transient& transient, const Probe& probe, Nanoseconds start,
                 const SteppedVoltage* disturbance = nullptr)
        : trajectory_{&transient.trajectory}, probe_{probe}, start_{start}, disturbance_{disturbance} {}

    /// Without the disturbance.
    [[nodiscard]] double voltage(Nanoseconds at) const;
    /// When the voltage is first below (above) a level that is `level_v` at `from` and falls from there on.
    [[nodiscard]] Expected falls_below(double level_v, Nanoseconds from, double sinks_v_per_s = 0.0) const;
    [[nodiscard]] Expected rises_above(double level_v, Nanoseconds from, double sinks_v_per_s = 0.0) const;

    /// Calls `use(at, volts, index)` for points of the curve strictly between `from` and `to` such that straight lines
    /// through them draw it; `index` is that of the trajectory's time there.
    template <class Use>
    void for_each_corner(Nanoseconds from, Nanoseconds to, Use use) const {
        const auto& corners = trajectory_->corners(probe_, seconds_between(start_, to));
        const double from_s = seconds_between(start_, from);
        auto corner = std::upper_bound(corners.begin(), corners.end(), from_s,
                                       [](double time_s, const VoltageCurve::Corner& c) { return time_s < c.time_s; });
        for (; corner != corners.end(); ++corner) {
            const Nanoseconds at = after(start_, corner->time_s);
            if (at >= to) return;
            if (at > from) use(at, corner->volts, corner->index);
        }
    }

private:
    [[nodiscard]] Expected crossing(double level_v, Nanoseconds from, double sinks_v_per_s, bool down) const;
    [[nodiscard]] Expected disturbed_crossing(double level_v, Nanoseconds from, double sinks_v_per_s, bool down) const;

    Trajectory* trajectory_ = nullptr;
    Probe probe_;
    Nanoseconds start_{};
    const SteppedVoltage* disturbance_ = nullptr;
};

}  // namespace otbench::circuit
