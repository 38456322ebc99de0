#pragma once

#include <algorithm>
#include <limits>

namespace otbench {

/// The straight lines from a point of a curve that pass by all points since within a tolerance: a curve is drawn by the
/// points at which such a fan closes.
class LineFan {
public:
    /// Begins at a point.
    void open(double at, double value) {
        at_ = at;
        value_ = value;
        least_slope_ = -std::numeric_limits<double>::infinity();
        most_slope_ = std::numeric_limits<double>::infinity();
    }

    /// Whether the line to a later point passes by all points between. If so, lines to the points after it have to pass
    /// by this one, too.
    bool admit(double at, double value, double tolerance) {
        const double slope = (value - value_) / (at - at_);
        if (slope < least_slope_ || slope > most_slope_) return false;
        pass_by(at, value, tolerance);
        return true;
    }

    /// Lines to later points have to pass by this one, too, which is admitted.
    void pass_by(double at, double value, double tolerance) {
        const double elapsed = at - at_;
        const double slope = (value - value_) / elapsed;
        least_slope_ = std::max(least_slope_, slope - tolerance / elapsed);
        most_slope_ = std::min(most_slope_, slope + tolerance / elapsed);
    }

private:
    double at_ = 0.0, value_ = 0.0;
    double least_slope_ = 0.0, most_slope_ = 0.0;
};

}  // namespace otbench
