#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "bus/uart_line.hpp"

namespace otbench::firmware {

/// Bit time in microseconds at `baud` (not 0): the firmware's own 16-bit integer rounding, with its overflow below
/// 16 baud and 0 from 1 960 785 baud on (spec: firmware, section 6.1).
std::uint16_t softuart_bit_time_us(std::uint32_t baud);

/// When the waits for the bits of one character end. Bit k is due k bit times after the start; once the chip's clock,
/// masked to 31 bits, has wrapped, no wait takes longer than reading the clock (quirk Q39).
class BitClock {
public:
    /// `system_time` is the time on the chip's clock at `start`; `clock_read` what one read of it takes.
    BitClock(Nanoseconds start, Nanoseconds system_time, std::uint16_t bit_time_us, Nanoseconds clock_read);

    /// When the wait for bit `k` (0 = start) is over.
    [[nodiscard]] Nanoseconds end_of_wait(int k) const;

private:
    Nanoseconds start_;
    Nanoseconds wrap_;
    Nanoseconds bit_time_;
    Nanoseconds wait_after_wrap_;
};

/// The levels that the software UART sends for `octet`: start bit, eight data bits, even parity whatever the settings
/// say (quirk Q30), stop bit.
std::array<bool, 11> softuart_levels(std::uint8_t octet);

/// The octet that a receiver sampling where `bits` says reads from a line that was low at the start and changed with
/// `edges` (in order of time).
std::uint8_t sample_octet(const BitClock& bits, const std::vector<bus::UartEdge>& edges);

}  // namespace otbench::firmware
