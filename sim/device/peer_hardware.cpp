#include "sim/device/peer_hardware.hpp"

#include <fmt/core.h>

namespace otbench::sim::chip {

firmware::PinDrive drive_of(odp::Pin::Drive drive) {
    switch (drive) {
        case odp::Pin::Drive::pulled_up:
        case odp::Pin::Drive::peripheral: return firmware::PinDrive::pulled_up;
        case odp::Pin::Drive::low:
        case odp::Pin::Drive::open_drain_low: return firmware::PinDrive::output_low;
        case odp::Pin::Drive::high: return firmware::PinDrive::output_high;
        case odp::Pin::Drive::floating: break;
    }
    return firmware::PinDrive::floating;
}

Checked<std::optional<bus::UartFormat>> format_of(const odp::UartFormat& format) {
    constexpr int data_bits = 8, one_stop_bit = 2;
    constexpr bus::Parity parities[] = {bus::Parity::none, bus::Parity::even, bus::Parity::odd};
    if (format.data_bits != data_bits)
        return InputError{fmt::format("UART_FORMAT: {} data bits are not simulated (expected 8)", format.data_bits)};
    if (format.divider == 0 || format.clock_hz == 0) return std::optional<bus::UartFormat>{};
    return std::optional{bus::UartFormat{static_cast<double>(format.clock_hz) / format.divider, parities[format.parity],
                                         format.stop_half_bits > one_stop_bit ? 2 : 1}};
}

std::uint8_t errors_of(const bus::UartCharacter& character) {
    constexpr std::uint8_t framing = 1, parity = 2, line_break = 4;
    std::uint8_t errors = 0;
    if (!character.framing_ok) errors |= character.octet == 0 ? framing | line_break : framing;
    if (!character.parity_ok) errors |= parity;
    return errors;
}

Nanoseconds i2c_duration(std::size_t octets, std::uint16_t kilohertz) {
    constexpr std::size_t bits_per_octet = 9, start_and_stop = 2;
    constexpr Nanoseconds one_over_kilohertz = std::chrono::milliseconds{1};
    const auto bits = static_cast<Nanoseconds::rep>((octets + 1) * bits_per_octet + start_and_stop);
    return bits * one_over_kilohertz / kilohertz;
}

}  // namespace otbench::sim::chip
