#pragma once

#include <string_view>

#include "base/octets.hpp"

namespace otbench::meters {

/// The first bytes literal of Python in a line, as its logs show bytes: "read b'h\x04\x04h…'". Empty when there is
/// none.
[[nodiscard]] OctetBuffer python_bytes(std::string_view line);

}  // namespace otbench::meters
