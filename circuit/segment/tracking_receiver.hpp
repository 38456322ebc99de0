#pragma once

#include "circuit/segment/bus_transient.hpp"

namespace otbench::circuit {

/// How fast a stored level follows.
struct Tracking {
    double up_v_per_s, down_v_per_s;
};

/// A capacitor of 220 nF at a TSS721: charged with 30 uA, discharged with a fortieth of that (spec: circuit, section 8;
/// netlist tss721_rx).
inline constexpr Tracking tss721_tracking{30e-6 / 220e-9, 30e-6 / 220e-9 / 40};

/// A receiver that stores the mark level and reads space while the voltage is more than the threshold below that. The
/// store follows up fast and down slowly.
///
/// A space that lasts until the store has run down therefore ends by itself, and after a long space the receiver is
/// deaf until it has learnt the mark level again.
class TrackingReceiver {
public:
    /// It has stored `stored_v` at the start; the voltage is then read as mark.
    TrackingReceiver(double threshold_v, double stored_v, const Tracking& tracking = tss721_tracking)
        : threshold_v_{threshold_v}, stored_v_{stored_v}, tracking_{tracking} {}

    /// At `at` the voltage, then `volts`, begins to follow `transient`. Nothing changes before `deaf_until`.
    void follow(Nanoseconds at, double volts, const BusTransient& transient, Nanoseconds deaf_until = Nanoseconds{0});

    /// When the receiver changes on the present transient.
    [[nodiscard]] const Expected& due() const { return due_; }
    /// What is due on the present transient has come: a change, or the time to look again.
    void on_due(const BusTransient& transient);

    /// True: mark.
    [[nodiscard]] bool level() const { return level_; }
    /// The mark level as stored.
    [[nodiscard]] double stored_v(Nanoseconds at, const BusTransient& transient) const {
        return stored_v(at, transient.voltage(at));
    }
    [[nodiscard]] double threshold_v() const { return threshold_v_; }

private:
    [[nodiscard]] double stored_v(Nanoseconds at, double bus_v) const;
    [[nodiscard]] Expected next_change(Nanoseconds at, double stored_v, const BusTransient& transient) const;

    double threshold_v_;
    double stored_v_;  ///< at `since_`
    Tracking tracking_;
    Nanoseconds since_{};
    Expected due_;
    bool level_ = true;
};

}  // namespace otbench::circuit
