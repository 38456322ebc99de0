#pragma once

#include "circuit/parameters.hpp"

namespace otbench::circuit {

/// What the edges see of the bus: its capacitance, resistance and delay.
struct Line {
    double total_farad = 0.0;     ///< all of it: what a space edge has to discharge
    double terminal_farad = 0.0;  ///< the part without a line before it: what a mark edge charges at once
    double ohm = 0.0;             ///< loop resistance to the far end
    double delay_s = 0.0;         ///< one way

    /// Of a cable with `input_farad` at its far end; only the lumped part is left of one that is cut.
    /// Throws std::invalid_argument for a negative or undefined value.
    static Line of(const CableParameters& cable, double input_farad);
};

/// Mark to space: nothing but the load and R8 discharges the bus (spec: circuit, section 3).
///
/// Times count in seconds from the middle of the TX edge, drops in volts below the mark level.
class SpaceEdge {
public:
    struct Conditions {
        double mark_v = 0.0;   ///< where the edge starts
        double swing_v = 0.0;  ///< the drop at which it ends
        double jump_v = 0.0;   ///< by which node B rises at once
        double load_a = 0.0;   ///< of the slaves
        double r8 = 0.0;
        double tx_high_v = 0.0;  ///< a higher one drives Q2 deeper into saturation
        double farad = 0.0;      ///< the whole bus
    };
    SpaceEdge() = default;
    explicit SpaceEdge(const Conditions& conditions) : c_{conditions} {}

    [[nodiscard]] double time(double drop_v) const;
    /// Inverse of `time`; 0 before the bus moves, the swing once the edge is over.
    [[nodiscard]] double drop(double time_s) const;
    /// Until Q2 lets go.
    [[nodiscard]] double dead_time() const;

private:
    Conditions c_;
};

/// Space to mark: Q1 pulls the bus through. Fractions of the way from 0 (space) to 1 (mark), seconds from the TX edge.
class MarkEdge {
public:
    MarkEdge() = default;
    MarkEdge(double terminal_farad, double delay_s) : farad_{terminal_farad}, delay_s_{delay_s} {}

    [[nodiscard]] double time(double fraction) const { return dead_time() + sweep(fraction); }
    /// Inverse of `time`, between 0 and 1.
    [[nodiscard]] double fraction(double time_s) const;
    /// Until the bus moves at the place in question.
    [[nodiscard]] double dead_time() const;
    /// From there to `fraction`.
    [[nodiscard]] double sweep(double fraction) const;

private:
    double farad_ = 0.0;
    double delay_s_ = 0.0;
};

/// A slave's current changes in a ramp of this length, which starts when its switch is thrown.
inline constexpr double slave_ramp_s = 1e-6;

/// A step of the sensed current, from which the delay to RX follows. Emitter currents of Q1.
struct CurrentStep {
    double low_a = 0.0;
    double high_a = 0.0;
    double threshold_a = 0.0;  ///< between the two
    double recovery_v = 0.0;   ///< by which MBUS- has to come back until Q3 is off
    double thermal_v = 0.0;
    double terminal_farad = 0.0;
};
/// From the middle of the slave's ramp to the falling or rising edge of RX; seconds, may be negative (the threshold is
/// passed in the first half), but never before the ramp begins.
double rx_fall_delay(const CurrentStep& step);
double rx_rise_delay(const CurrentStep& step);

/// The low pulse on RX after a full mark edge, by the charge that Q1 pulls out of the bus (spec: circuit, section 4):
/// when it starts after the TX edge, and its width. Seconds.
inline constexpr double echo_start_s = 0.05e-6;
double echo_width(const Line& line);

}  // namespace otbench::circuit
