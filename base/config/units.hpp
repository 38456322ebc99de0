#pragma once

#include <string>
#include <string_view>

#include "base/checked.hpp"
#include "base/numbers.hpp"
#include "base/time.hpp"
#include "base/units.hpp"

namespace otbench::config {

/// A number with the unit it was written in; `si` is the value in the unit's SI base (volts, metres, ohm, farad, …).
struct Quantity {
    double si = 0.0;
    std::string text;  ///< as written, for messages
};

using otbench::Dimension;

/// "36 V", "120pF/m", "-20 C": a decimal number and one of the dimension's units, with or without a space between.
[[nodiscard]] Checked<Quantity> parse_quantity(std::string_view text, Dimension dimension);

/// "250ms", "1.5 s": not negative, whole nanoseconds, ten years at most; the unit is one of a duration: ns, us, ms,
/// s, min, h, d, …
[[nodiscard]] Checked<Nanoseconds> parse_duration(std::string_view text);

}  // namespace otbench::config
