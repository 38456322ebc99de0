#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "circuit/segment/plant_run.hpp"

namespace otbench::circuit {

/// Level changes of octets sent 8E1 from `start` on; a character begins every `character_bits` bit times.
std::vector<LevelChange> uart_changes(const std::vector<std::uint8_t>& octets, Nanoseconds start, double bit_s,
                                      int character_bits = 11);

/// What an ideal 8E1 receiver reads from an idle-high line: it takes a falling edge for the beginning of a start bit
/// when the line is still low half a bit later, and samples in the middle of the bits.
struct UartReading {
    std::vector<std::uint8_t> octets;
    int parity_and_framing_errors = 0;
};
UartReading read_uart(const std::vector<LevelChange>& changes, double bit_s);

}  // namespace otbench::circuit
