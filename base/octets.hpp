#pragma once

#include <boost/core/span.hpp>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace otbench {

/// Octets with their storage, and a view of octets that are stored elsewhere.
using OctetBuffer = std::vector<std::uint8_t>;
using OctetView = boost::span<const std::uint8_t>;

/// The unsigned number in `octets` (at most 8), least significant first, as the M-Bus sends every number.
[[nodiscard]] inline std::uint64_t little_endian(OctetView octets) {
    std::uint64_t number = 0;
    for (std::size_t i = octets.size(); i-- > 0;) number = number << 8 | octets[i];
    return number;
}

/// The same in two's complement. An empty span is 0.
[[nodiscard]] inline std::int64_t little_endian_signed(OctetView octets) {
    if (octets.empty()) return 0;
    const unsigned unused_bits = 64 - 8 * static_cast<unsigned>(octets.size());
    return static_cast<std::int64_t>(little_endian(octets) << unused_bits) >> unused_bits;
}

}  // namespace otbench
