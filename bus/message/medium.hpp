#pragma once

#include <cstdint>
#include <string_view>

namespace otbench::bus {

/// The words that libmbus has for the medium octet of variable data; empty for octets it has none for (spec: decoder
/// XML, 9.1).
[[nodiscard]] std::string_view medium_name(std::uint8_t medium);

/// The term of the standard: that of libmbus, or another where libmbus prints "Reserved" or nothing for a medium that
/// the standard defines (EN 13757-7; spec: M-Bus protocol, 10.1); empty for a reserved one.
[[nodiscard]] std::string_view medium_text(std::uint8_t medium);

/// The same for the four bits of fixed data (0–15; spec: decoder XML, 8).
[[nodiscard]] std::string_view fixed_medium_name(std::uint8_t medium);

}  // namespace otbench::bus
