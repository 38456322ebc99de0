#pragma once

#include <array>
#include <functional>

#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

/// An MCP23017 port expander in its power-on register layout (IOCON.BANK = 0): two ports of eight pins, inputs until
/// the direction registers change that.
class PortExpander : public I2cChip {
public:
    // Registers as in the datasheet, table 3-5.
    enum Register : std::uint8_t { iodir_a = 0x00, iodir_b = 0x01, iocon = 0x0A, gpio_a = 0x12, gpio_b = 0x13 };

    /// `port_a_changed` receives the pins of port A that are driven high, whenever they change.
    PortExpander(const FirmwareOptions& options, EventSink& events, std::function<Nanoseconds()> now,
                 std::function<void(std::uint8_t high, Cause cause)> port_a_changed);

    /// Takes the two transfers of one octet each, with which the firmware writes a register, as register and value
    /// (platform assumption P4); without that assumption each of them only selects a register.
    void write(boost::span<const std::uint8_t> octets, Cause cause) override;
    ReceivedOctet read() override;

private:
    static constexpr std::size_t register_count = 0x16;

    void write_register(std::uint8_t value, Cause cause);
    [[nodiscard]] std::uint8_t driven_high() const;

    const FirmwareOptions& options_;
    EventSink& events_;
    std::function<Nanoseconds()> now_;
    std::function<void(std::uint8_t, Cause)> port_a_changed_;
    std::array<std::uint8_t, register_count> registers_;
    std::uint8_t selected_ = 0;
    bool value_follows_ = false;
};

}  // namespace otbench::firmware
