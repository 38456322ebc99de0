#pragma once

#include <cstddef>
#include <string_view>

#include "base/octets.hpp"

namespace otbench::meters {

/// Appends the bytes that `text` writes in hex: two digits a byte, with or without separators between them (blanks and
/// `, ; : - _`, brackets, quotes) and `0x` or `\x` before them; a digit between separators is a byte too. Returns how
/// much of `text` that is: all of it, or up to what is not hex; bytes before that are appended.
std::size_t append_hex(std::string_view text, OctetBuffer& octets);

/// Whether all of `text` is bytes in hex, which are then appended; else `octets` is as before.
bool append_all_hex(std::string_view text, OctetBuffer& octets);

}  // namespace otbench::meters
