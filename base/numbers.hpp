#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/checked.hpp"

namespace otbench {

/// A decimal number, '.' before the fraction in every locale, exponent allowed; finite.
[[nodiscard]] Checked<double> parse_number(std::string_view text);

/// The number that all of `text` is in that base; nothing when it is none, or does not fit.
template <class Integer>
[[nodiscard]] std::optional<Integer> parse_integer(std::string_view text, int base = 10) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

/// A whole number from `least` to `most`: decimal digits, perhaps with a sign, or hexadecimal ones after 0x.
[[nodiscard]] Checked<std::int64_t> parse_whole_number(std::string_view text, std::int64_t least, std::int64_t most);

/// yes, true or on; no, false or off.
[[nodiscard]] Checked<bool> parse_truth(std::string_view text);

/// A text taken apart where its number ends.
struct NumberAndUnit {
    std::string_view number;  ///< empty when the text does not begin with a number
    std::string_view unit;
};
[[nodiscard]] NumberAndUnit split_number(std::string_view text);

}  // namespace otbench
