#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bus/uart/uart_line.hpp"

namespace otbench::bus {

/// Turns characters into timed edges, one character at a time: the shift register of a hardware UART, the counterpart
/// of `UartReceiver`. What waits for it, and until when, is its user's.
///
/// Purely event-driven: begin a character, and call `advance` until it yields nothing at or after `deadline()`.
class UartTransmitter {
public:
    /// Sends `octet` with its start bit at `start` on an idle (high) line; drops what was being sent. `start` should
    /// not lie before `free_from()`.
    void begin(const UartFormat& format, std::uint8_t octet, Nanoseconds start);
    /// Drops what is being sent; the line stays at the level that it has.
    void stop();

    /// From `begin` until `advance` has come to the end of the last stop bit.
    [[nodiscard]] bool sending() const { return sending_; }
    /// When the last stop bit of the present or last character ends.
    [[nodiscard]] Nanoseconds free_from() const { return end_; }
    /// The next edge; nothing when none is left.
    [[nodiscard]] std::optional<Nanoseconds> next_edge() const;
    /// The next edge or the end of the character; nothing while not sending.
    [[nodiscard]] std::optional<Nanoseconds> deadline() const;

    /// The next edge that is due at `now`. When it returns nothing and is no longer `sending()`, the character has
    /// ended.
    std::optional<UartEdge> advance(Nanoseconds now);

private:
    std::vector<UartEdge> edges_;
    std::size_t next_ = 0;
    Nanoseconds end_{};
    bool sending_ = false;
};

}  // namespace otbench::bus
