#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/checked.hpp"

namespace otbench::config {

using Duration = std::chrono::nanoseconds;

/// A number with the unit it was written in; `si` is the value in the unit's SI base (volts, metres, ohm, farad, …).
struct Quantity {
    double si = 0.0;
    std::string text;  ///< as written, for messages
};

/// What a number with a unit measures.
enum class Dimension {
    voltage,
    current,
    resistance,
    capacitance,
    length,
    temperature,  ///< its base unit is the degree Celsius
    resistance_per_length,
    capacitance_per_length,
    frequency,
    count,  ///< has no unit
};

/// "36 V", "120pF/m", "-20 C": a decimal number and one of the dimension's units, with or without a space between.
[[nodiscard]] Checked<Quantity> parse_quantity(std::string_view text, Dimension dimension);

/// "250ms", "1.5 s": not negative, whole nanoseconds, ten years at most; the unit is ns, us, ms, s, min or h.
[[nodiscard]] Checked<Duration> parse_duration(std::string_view text);

/// A decimal number, '.' before the fraction whatever the locale says, exponent allowed; finite.
[[nodiscard]] Checked<double> parse_number(std::string_view text);

/// Decimal digits, perhaps with a sign; from `least` to `most`.
[[nodiscard]] Checked<std::int64_t> parse_whole_number(std::string_view text, std::int64_t least, std::int64_t most);

/// A text taken apart where its number ends.
struct NumberAndUnit {
    std::string_view number;  ///< empty when the text does not begin with a number
    std::string_view unit;
};
[[nodiscard]] NumberAndUnit split_number(std::string_view text);

/// `text` without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace otbench::config
