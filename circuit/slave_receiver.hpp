#pragma once

#include "circuit/bus_course.hpp"

namespace otbench::circuit {

/// The voltage receiver of a TSS721-like transceiver: a capacitor stores the mark level, charged fast and discharged
/// slowly, and the bus reads as space while it is more than the threshold below that (spec: circuit, section 8).
///
/// A space that lasts until the capacitor has run down therefore ends by itself, and after a long space the receiver is
/// deaf until it has learnt the mark level again.
class SlaveReceiver {
public:
    /// Its capacitor is charged to `stored_v` at the start; the bus is then read as mark.
    SlaveReceiver(double threshold_v, double stored_v) : threshold_v_{threshold_v}, stored_v_{stored_v} {}

    /// At `at` the bus, then at `volts`, begins to follow `course`.
    void follow(Tick at, double volts, const BusCourse& course);

    /// When the receiver changes on the present course.
    [[nodiscard]] const Expected& due() const { return due_; }
    /// What is due on the present course has come: a change, or the time to look again.
    void take(const BusCourse& course);

    /// True: mark.
    [[nodiscard]] bool level() const { return level_; }
    /// Voltage on the capacitor.
    [[nodiscard]] double stored_v(Tick at, const BusCourse& course) const { return stored_v(at, course.voltage(at)); }
    [[nodiscard]] double threshold_v() const { return threshold_v_; }

private:
    [[nodiscard]] double stored_v(Tick at, double bus_v) const;
    [[nodiscard]] Expected next_change(Tick at, double stored_v, const BusCourse& course) const;

    double threshold_v_;
    double stored_v_;  ///< at `since_`
    Tick since_{};
    Expected due_;
    bool level_ = true;
};

}  // namespace otbench::circuit
