#pragma once

#include <boost/core/span.hpp>
#include <functional>

#include "bus/uart/uart_line.hpp"
#include "firmware_model/board/gpio.hpp"
#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/serial/mezzanine_ring.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// The firmware's driver of a serial mezzanine with an SC16IS752 (spec: firmware, section 7).
class Mezzanine {
public:
    /// What the chip is set to.
    struct Settings {
        int uart = 0;  ///< 0 or 1
        std::uint32_t baud = 9600;
        int stop_bit = 0;  ///< 0 to 2
        bus::Parity parity = bus::Parity::none;
    };

    /// `divisor_too_large` is called before a divisor is written that does not fit into 16 bits.
    Mezzanine(Processor& processor, Gpio& gpio, I2cBus& i2c, const FirmwareOptions& options,
              std::function<void(Cause cause)> divisor_too_large);

    // Each resets the chip and configures it; false when it does not answer.
    /// After the start: nothing is received yet.
    bool initialise(const Settings& settings);
    /// From now on the interrupt fetches what is received.
    bool enable(const Settings& settings, Cause cause);
    bool disable(const Settings& settings, Cause cause);

    /// Gives `octets` to the transmitter, whether it has room or not; false when the chip does not answer.
    bool send(boost::span<const std::uint8_t> octets, Cause cause);
    /// Moves what the chip has received into the ring.
    void fetch();
    /// What was fetched and not yet read.
    [[nodiscard]] MezzanineRing& received() { return received_; }

private:
    bool hard_reset(Cause cause);
    bool configure(Cause cause);
    bool start(const Settings& settings, std::uint8_t leds, Cause cause);
    bool write(std::uint8_t reg, std::uint8_t value, Cause cause);
    ReceivedOctet read(std::uint8_t reg, bool& answered);
    [[nodiscard]] std::uint8_t sub_address(std::uint8_t reg) const;
    [[nodiscard]] std::uint8_t line_control() const;

    Processor& processor_;
    Gpio& gpio_;
    I2cBus& i2c_;
    const FirmwareOptions& options_;
    std::function<void(Cause)> divisor_too_large_;
    Settings settings_;
    MezzanineRing received_;
    TimerId fetching_ = TimerId::none;
};

}  // namespace otbench::firmware
