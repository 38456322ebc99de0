#pragma once

#include <limits>
#include <string>

namespace otbench::runner {

/// What a quantity may be: SI units, counts, or 0 and 1 for a level.
struct QuantityRange {
    double minimum = -std::numeric_limits<double>::infinity();
    double maximum = std::numeric_limits<double>::infinity();
    std::string text;  ///< as written

    [[nodiscard]] bool contains(double value) const { return value >= minimum && value <= maximum; }
};

}  // namespace otbench::runner
