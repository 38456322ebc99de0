#pragma once

#include "bus/uart_line.hpp"
#include "firmware_model/softuart.hpp"

namespace otbench::firmware {

/// The serial port as the commands see it: settings in RAM, with the software UART behind them (spec: firmware,
/// section 5.1). Stop bits and parity are kept but used by nothing (quirk Q30).
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
