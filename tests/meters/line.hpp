#pragma once

#include <vector>

#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::meters {

/// The edges of `octets` sent without gaps from `start` on; bit times counted from there.
inline std::vector<bus::UartEdge> edges_of(OctetView octets, Nanoseconds start, bus::UartFormat format = {}) {
    std::vector<bus::UartEdge> edges;
    int character = 0;
    for (const auto octet : octets) {
        bus::append_uart_edges(format, octet, start + format.bit_start(format.bits() * character++), edges);
    }
    return edges;
}

/// Where the last stop bit of `count` characters ends that begin at `start`.
inline Nanoseconds end_of(std::size_t count, Nanoseconds start, bus::UartFormat format = {}) {
    return start + format.bit_start(format.bits() * static_cast<int>(count));
}

}  // namespace otbench::meters
