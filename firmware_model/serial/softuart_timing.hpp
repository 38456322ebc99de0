#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "bus/uart/uart_line.hpp"

namespace otbench::firmware {

/// Bit time in microseconds at `baud` (not 0): the firmware's own 16-bit integer rounding, with its overflow below
/// 16 baud and 0 from 1 960 785 baud on (spec: firmware, section 6.1).
std::uint16_t softuart_bit_time_us(std::uint32_t baud);

/// When the waits for the bits of one character end. Bit k is due k bit times after the start; once the chip's clock,
/// masked to 31 bits, has wrapped, no wait takes longer than reading the clock (quirk Q39).
class BitClock {
public:
    /// `system_time` is the time on the chip's clock at `start`; `clock_read` what one read of it takes. The clock's
    /// wrap does nothing if it `is_wrap_safe`.
    BitClock(Nanoseconds start, Nanoseconds system_time, std::uint16_t bit_time_us, Nanoseconds clock_read,
             bool is_wrap_safe = false);

    /// When the wait for bit `k` (0 = start) is over.
    [[nodiscard]] Nanoseconds end_of_wait(int k) const;

private:
    Nanoseconds start_;
    Nanoseconds wrap_;
    Nanoseconds bit_time_;
    Nanoseconds wait_after_wrap_;
};

/// The shape of a character. The firmware always sends the default one, and checks nothing (quirk Q30).
struct SoftuartFrame {
    bus::Parity parity = bus::Parity::even;
    int stop_bits = 1;

    /// Bits from the start bit to the first stop bit.
    [[nodiscard]] int bits() const { return parity == bus::Parity::none ? 10 : 11; }
};

/// The levels that the software UART sends for `octet`: start bit, eight data bits, parity, stop bit.
std::vector<bool> softuart_levels(std::uint8_t octet, const SoftuartFrame& frame = {});

/// The octet that a receiver with the sampling times `bits` reads from a line that was low at the start and changed
/// with `edges` (in order of time).
std::uint8_t sample_octet(const BitClock& bits, const std::vector<bus::UartEdge>& edges);

/// The octet of a whole character that is read in the same way; nothing when its parity or stop bit is wrong.
std::optional<std::uint8_t> sample_frame(const BitClock& bits, const std::vector<bus::UartEdge>& edges,
                                         const SoftuartFrame& frame);

}  // namespace otbench::firmware
