#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace otbench::firmware {

/// The C library's decimal conversion: leading white space, a sign, digits up to the first other character; 0 without
/// digits, the nearest 32-bit number on overflow (spec: firmware, section 3.4).
std::int32_t to_number(std::string_view text);

/// The same for hexadecimal digits, before which there may be `0x`.
std::int32_t to_hex_number(std::string_view text);

/// The decimal one, but nothing when the result is 0 and `text` does not begin with the digit 0.
std::optional<std::int32_t> to_explicit_number(std::string_view text);

/// The same for the low eight bits of the number, taken as signed.
std::optional<std::int8_t> to_explicit_octet(std::string_view text);

/// The conversion of `to_number`, but nothing unless it takes all of `text` and finds a digit.
std::optional<std::int32_t> to_whole_number(std::string_view text);

[[nodiscard]] bool is_hex_digit(char c);
/// The value of a digit for which `is_hex_digit` is true.
[[nodiscard]] int hex_value(char c);

/// Two hexadecimal digits at the begin of `text`, whatever follows them; nothing when they are none.
std::optional<std::uint8_t> to_hex_octet(std::string_view text);

/// The value of a string of binary digits, of which no more than eight are looked at; nothing when another character is
/// among them. 0 for an empty one.
std::optional<std::uint8_t> to_binary_number(std::string_view text);

/// True when `text` up to its first colon is `keyword` (spec: firmware, section 3.3; quirk Q27).
bool matches_keyword(std::string_view text, std::string_view keyword);

}  // namespace otbench::firmware
