#pragma once

#include <array>
#include <optional>

#include "bus/uart/uart_line.hpp"
#include "firmware_model/serial/mezzanine.hpp"
#include "firmware_model/serial/softuart.hpp"

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

/// The commands' view of the serial port: settings in RAM, for the software UART or a mezzanine (spec:
/// firmware, section 5.1). Stop bits and parity mean nothing to the software UART (quirk Q30).
struct Serial {
    Serial(Processor& processor, Gpio& gpio, EventSink& events, const FirmwareOptions& options)
        : uart(processor, gpio, events, options) {}

    static constexpr int no_pin = -1;

    /// True while it is enabled on this pin.
    [[nodiscard]] bool uses(int pin) const { return enabled && !uses_mezzanine() && (pin == rx || pin == tx); }
    /// True when a mezzanine is there and switched on.
    [[nodiscard]] bool uses_mezzanine() const { return mezzanine && mezzanine_on; }
    [[nodiscard]] Mezzanine::Settings mezzanine_settings() const { return {mezzanine_uart, baud, stop_bit, parity}; }

    // What goes through whichever of the two is in use.
    /// Sends `octets`; false when the mezzanine does not answer.
    bool send(boost::span<const std::uint8_t> octets, Cause cause);
    /// Moves what the mezzanine's chip has received to where `read` finds it.
    void fetch();
    [[nodiscard]] bool has_received();
    /// The oldest octet received, removed.
    std::optional<ReceivedOctet> read();
    /// Forgets what was received; what was not fetched stays in the mezzanine's chip (quirk Q43).
    void clear_received();

    bool enabled = false;
    int rx = no_pin;
    int tx = no_pin;
    std::uint32_t baud = 9600;
    int stop_bit = 0;  ///< 0 to 2
    bus::Parity parity = bus::Parity::none;
    SoftUart uart;

    std::optional<Mezzanine> mezzanine;  ///< nothing: none was found at the start
    bool mezzanine_on = false;
    int mezzanine_uart = 0;  ///< 0 or 1
};

}  // namespace otbench::firmware
