#pragma once

#include <array>

#include "bus/uart_line.hpp"
#include "firmware_model/softuart.hpp"

namespace otbench::firmware {

/// The speeds that the firmware means to accept (spec: firmware, section 5.3).
constexpr std::array<std::int32_t, 11> standard_bauds = {300,   600,   1200,  2400,  4800, 9600,
                                                         14400, 19200, 28800, 38400, 57600};

[[nodiscard]] constexpr bool is_standard_baud(std::int32_t baud) {
    for (const auto standard : standard_bauds) {
        if (baud == standard) return true;
    }
    return false;
}

/// The serial port as the commands see it: settings in RAM, with the software UART behind them (spec: firmware,
/// section 5.1). The UART takes no notice of stop bits and parity (quirk Q30).
struct Serial {
    Serial(Processor& processor, Gpio& gpio, EventSink& events, const FirmwareOptions& options)
        : uart(processor, gpio, events, options) {}

    static constexpr int no_pin = -1;

    /// True while it is enabled on this pin.
    [[nodiscard]] bool uses(int pin) const { return enabled && (pin == rx || pin == tx); }

    bool enabled = false;
    int rx = no_pin;
    int tx = no_pin;
    std::uint32_t baud = 9600;
    int stop_bit = 0;  ///< 0 to 2
    bus::Parity parity = bus::Parity::none;
    SoftUart uart;
};

}  // namespace otbench::firmware
