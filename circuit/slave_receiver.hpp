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

    /// At `at` the bus leaves the course `before` for `after`.
    void follow(Tick at, const BusCourse& before, const BusCourse& after);

    /// When the receiver changes on the present course; `never` if it does not.
    [[nodiscard]] Tick due() const { return due_; }
    /// Makes the change that is due on the present course.
    void take(const BusCourse& course);

    /// True: mark.
    [[nodiscard]] bool level() const { return level_; }
    /// Voltage on the capacitor.
    [[nodiscard]] double stored_v(Tick at, const BusCourse& course) const;
    [[nodiscard]] double threshold_v() const { return threshold_v_; }

private:
    [[nodiscard]] Tick next_change(Tick at, double stored_v, const BusCourse& course) const;

    double threshold_v_;
    double stored_v_;  ///< at `since_`
    Tick since_{};
    Tick due_ = never;
    bool level_ = true;
};

}  // namespace otbench::circuit
