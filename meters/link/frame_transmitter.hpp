#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_transmitter.hpp"

namespace otbench::meters {

/// Errors of one sent character.
struct CharacterError {
    std::uint8_t flipped = 0;  ///< data bits
    bool parity = false;       ///< the parity bit
};

/// Disturbances of an answer while it is sent.
struct Interference {
    std::size_t gap_after = 0;           ///< this many characters the sender pauses; 0: never
    Nanoseconds gap{};                   ///< for so long
    std::vector<CharacterError> errors;  ///< of the characters in order; empty: none
};

/// A slave's transmitter: turns a frame into timed edges, characters without gaps between them.
///
/// Bit k of the frame begins at start + k/baud, rounded once. Call `advance` until it yields nothing at or after
/// `deadline()`.
class FrameTransmitter {
public:
    explicit FrameTransmitter(bus::UartFormat format) : format_(format) {}

    /// Begins to send `frame` (not empty) with its first start bit at `start`; drops what was being sent.
    void start(OctetBuffer frame, Nanoseconds start, Interference interference = {});
    /// For what is started from now on.
    void set_format(bus::UartFormat format) { format_ = format; }
    void stop();

    /// From `start` until the last stop bit has ended.
    [[nodiscard]] bool sending() const { return !frame_.empty(); }

    /// The next edge or the end of the frame; nothing while not sending.
    [[nodiscard]] std::optional<Nanoseconds> deadline() const;

    /// The next edge that is due at `now`.
    std::optional<bus::UartEdge> advance(Nanoseconds now);

private:
    void begin_character();
    [[nodiscard]] Nanoseconds start_of(int character) const;

    bus::UartFormat format_;
    OctetBuffer frame_;
    Interference interference_;
    Nanoseconds start_{};
    int character_ = 0;  ///< the one that is sent
    bus::UartTransmitter transmitter_;
};

}  // namespace otbench::meters
