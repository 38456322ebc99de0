#pragma once

#include <cstddef>
#include <string_view>

#include "base/octets.hpp"

namespace otbench::bus {

/// What `mbus_parse_hex` reads of a file, in characters (spec: decoder XML, 12.1).
constexpr std::size_t libmbus_max_file = 4096;

/// The octets in a file as libmbus's `mbus_parse_hex` reads them (spec: decoder XML, 12.1): no more than
/// `libmbus_max_file` characters; white space between pairs is skipped; a pair counts as far as it is hexadecimal, so
/// an odd last digit is an octet; what starts with no hex digit ends the frame.
[[nodiscard]] OctetBuffer libmbus_file_octets(std::string_view text);

/// The octets in the argument of the fork's `mbus_process_hex_dump` (spec: decoder XML, 12.2): pairs from the
/// beginning, each as far as it is a number (blanks and a sign may lead), 00 when it is none; an odd last character is
/// ignored.
[[nodiscard]] OctetBuffer fork_argument_octets(std::string_view text);

}  // namespace otbench::bus
