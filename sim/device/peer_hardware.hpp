#pragma once

#include <cstddef>
#include <optional>

#include "bus/uart/uart_line.hpp"
#include "firmware_model/hardware/pin_bank.hpp"
#include "sim/protocol/odp.hpp"

/// The chip around a firmware's process: how what the device protocol says about pins and lines looks on the bench.
namespace otbench::sim::chip {

constexpr int tx_pin = 1;  ///< of UART 0
constexpr int rx_pin = 3;

/// The pins of the buses (spec: firmware, sections 7.1 and 9.1).
struct I2cPins {
    int sda, scl;
};
constexpr I2cPins internal_i2c{0, 2}, mezzanine_i2c{4, 5};

/// How UART 0 is set when the chip starts.
inline const bus::UartFormat console_format{115'200, bus::Parity::none, 1};

/// What the bench's pins know of these drives; open drain that does not pull low floats.
firmware::PinDrive drive_of(odp::Pin::Drive drive);

/// Nothing: without a clock. An error for characters that the bench does not simulate.
Checked<std::optional<bus::UartFormat>> format_of(const odp::UartFormat& format);

/// The error bits of UART_IN.
std::uint8_t errors_of(const bus::UartCharacter& character);

/// A start, the address and `octets` with their acknowledgements, and a stop.
Nanoseconds i2c_duration(std::size_t octets, std::uint16_t kilohertz);

}  // namespace otbench::sim::chip
