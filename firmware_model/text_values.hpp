#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace otbench::firmware {

/// The C library's decimal conversion: leading white space, a sign, digits up to the first other character; 0 without
/// digits, the nearest 32-bit number on overflow (spec: firmware, section 3.4).
std::int32_t to_number(std::string_view text);

/// The same, but nothing when the result is 0 and `text` does not begin with the digit 0.
std::optional<std::int32_t> to_explicit_number(std::string_view text);

/// True when `text` up to its first colon is `keyword` (spec: firmware, section 3.3; quirk Q27).
bool matches_keyword(std::string_view text, std::string_view keyword);

}  // namespace otbench::firmware
