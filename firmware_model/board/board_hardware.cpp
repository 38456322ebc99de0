#include "firmware_model/board/board_hardware.hpp"

#include "firmware_model/board/board_eeproms.hpp"
#include "firmware_model/board/eeprom_image.hpp"
#include "firmware_model/board/hat_eeprom.hpp"

namespace otbench::firmware {
namespace {

// Spec: firmware, sections 8.1 and 8.2.
constexpr std::uint8_t hat_expander_address = 0x20;
constexpr std::uint8_t bus_power_pin = 0x01;

// Spec: firmware, section 7.1.
constexpr std::uint8_t mezzanine_chip_address = 0x48;
constexpr int mezzanine_irq_pin = 12;
constexpr int mezzanine_reset_pin = 13;

// That of the reference recordings.
HatIdentity mbus_master_hat() {
    return {"908f7e6d-5c4b-3a29-1807-f6e5d4c3b2a1", 0x0001, 0x0102, "packom.net", "M-Bus Master"};
}

}  // namespace

BoardHardware::BoardHardware(const DeviceConfig& config, Alarms& alarms, PinBank& pins, EventSink& events,
                             std::function<void()> uart0_interrupt)
    : alarms_(alarms), pins_(pins), uart0_(alarms, pins, events, config.options, std::move(uart0_interrupt)) {
    if (config.board->has_eeprom()) {
        board_eeprom_.emplace(board_eeprom_image(*config.board, config.mac), 2);
        internal_i2c_[board_eeprom_address] = &*board_eeprom_;
    }
    if (config.mbus_hat && config.board->takes_hat) plug_hat(config, events);
    if (config.mbus_mezz && config.board->takes_mezzanines) plug_mezzanine(events);
}

void BoardHardware::plug_hat(const DeviceConfig& config, EventSink& events) {
    hat_eeprom_.emplace(hat_eeprom_image(mbus_master_hat()), 2);
    internal_i2c_[hat_eeprom_address] = &*hat_eeprom_;
    if (!config.hat_expander) return;
    hat_expander_.emplace(
        config.options, events, [this] { return alarms_.now(); },
        [this](std::uint8_t high, Cause cause) { expander_changed(high, cause); });
    internal_i2c_[hat_expander_address] = &*hat_expander_;
}

void BoardHardware::plug_mezzanine(EventSink& events) {
    mezzanine_eeprom_.emplace(mezzanine_eeprom_image(), 2);
    internal_i2c_[mezzanine_eeprom_address] = &*mezzanine_eeprom_;
    mezzanine_.emplace(alarms_, events, [this](bool level, Cause cause) {
        pins_.set_external(mezzanine_irq_pin, alarms_.now(), level, cause);
    });
    mezzanine_i2c_[mezzanine_chip_address] = &*mezzanine_;
}

void BoardHardware::expander_changed(std::uint8_t high, Cause cause) {
    const bool power = (high & bus_power_pin) != 0;
    if (power == bus_power_) return;
    bus_power_ = power;
    if (bus_power_listener_) bus_power_listener_(alarms_.now(), power, cause);
}

void BoardHardware::pin_changed(int pin, Nanoseconds at, bool level, Cause cause) {
    if (pin == Uart0::rx_pin) uart0_.rx_changed(at, level, cause);
    if (pin == mezzanine_reset_pin && mezzanine_ && !level) mezzanine_->reset();
}

MakeI2cBus chip_buses(const BoardHardware& hardware) {
    return [&hardware](I2cBusName name, Processor& processor) {
        const auto& chips = name == I2cBusName::internal ? hardware.internal_i2c() : hardware.mezzanine_i2c();
        return std::make_unique<ChipBus>(processor, chips);
    };
}

}  // namespace otbench::firmware
