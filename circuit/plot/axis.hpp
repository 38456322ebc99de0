#pragma once

#include <limits>
#include <string>
#include <vector>

#include "circuit/plot/svg_plot.hpp"

namespace otbench::circuit {

/// The lowest and the highest of some values.
struct Range {
    double low = std::numeric_limits<double>::infinity(), high = -std::numeric_limits<double>::infinity();

    /// Passes over what is not a number.
    void include(double value);
    /// With a little room at both ends.
    [[nodiscard]] Range widened(Scale scale) const;
    [[nodiscard]] bool empty() const { return low > high; }
};

/// An axis from value to pixel, with round ticks.
class Axis {
public:
    Axis(Range range, Scale scale, double first_px, double last_px);

    [[nodiscard]] double px(double value) const { return first_px_ + (position(value) - low_) * px_per_unit_; }
    /// About so many, where they are linear; powers of ten, and between few of them also twice and five times, else.
    [[nodiscard]] std::vector<double> ticks(int about) const;
    /// A tick's label, with as many digits as tell it from its neighbours.
    [[nodiscard]] std::string label(double value, int about) const;

private:
    [[nodiscard]] double position(double value) const;
    [[nodiscard]] double tick_distance(int about) const;
    [[nodiscard]] std::vector<double> decades() const;

    Scale scale_;
    double low_, high_;  ///< as positions
    double first_px_, px_per_unit_ = 0;
};

}  // namespace otbench::circuit
