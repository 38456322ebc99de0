#pragma once

#include <vector>

#include "circuit/plant.hpp"

namespace otbench::circuit {

/// One point of a voltage curve.
struct VoltagePoint {
    Tick at;
    double volts;
};

/// The course of one voltage from some instant on, as long as no input changes it. Value type.
class BusCourse {
public:
    BusCourse() = default;
    BusCourse(Plant::CoursePtr course, const Probe& probe, Tick start)
        : course_{std::move(course)}, probe_{probe}, start_{start} {}

    [[nodiscard]] double voltage(Tick at) const;
    /// When the voltage first lies below (above) a level that stands at `level_v` at `from` and sinks from there on;
    /// `never` when it does not.
    [[nodiscard]] Tick falls_below(double level_v, Tick from, double sinks_v_per_s = 0.0) const;
    [[nodiscard]] Tick rises_above(double level_v, Tick from, double sinks_v_per_s = 0.0) const;

    /// Points of the curve strictly between `from` and `to` such that straight lines through them draw it.
    void append_corners(Tick from, Tick to, std::vector<VoltagePoint>& points) const;

private:
    [[nodiscard]] Tick crossing(double level_v, Tick from, double sinks_v_per_s, bool down) const;

    Plant::CoursePtr course_;
    Probe probe_;
    Tick start_{};
};

}  // namespace otbench::circuit
