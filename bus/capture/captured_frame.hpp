#pragma once

#include <cstdint>
#include <string>

#include "base/octets.hpp"
#include "base/time.hpp"

namespace otbench::bus {

/// Who sends on a bus.
enum class Direction : std::uint8_t { from_master, from_slave };

/// One frame of a bus, or characters that make none: what a capture and a tape hold.
struct CapturedFrame {
    Direction direction = Direction::from_master;
    Nanoseconds start{};   ///< of the first start bit
    Nanoseconds end{};     ///< of the last stop bit
    bool damaged = false;  ///< no sound frame, or a character had a wrong parity or stop bit
    OctetBuffer octets;
    std::string comment;  ///< which meters and events it belongs to; empty when unknown
    std::string client;   ///< that sent it, of a gateway with several; empty when unknown, and of slaves

    /// When it concerns the other side: a request when it has ended, an answer when it begins. So the difference
    /// between two of them is the response time.
    [[nodiscard]] Nanoseconds at() const { return direction == Direction::from_master ? end : start; }
};

}  // namespace otbench::bus
