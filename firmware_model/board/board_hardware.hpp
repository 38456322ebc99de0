#pragma once

#include <optional>

#include "firmware_model/board/eeprom.hpp"
#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/board/port_expander.hpp"
#include "firmware_model/board/sc16is752.hpp"
#include "firmware_model/board/uart0.hpp"
#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/storage/device_config.hpp"

namespace otbench::firmware {

/// What is on the board, or plugged on it, beside the processor and its GPIO block. Chips on the board keep their state
/// when the processor restarts.
class BoardHardware {
public:
    /// Told when the hat switches the power of its bus on or off.
    using BusPower = std::function<void(Nanoseconds at, bool on, Cause cause)>;

    /// `uart0_interrupt` is called when UART 0 wants the processor's attention.
    BoardHardware(const DeviceConfig& config, Alarms& alarms, PinBank& pins, EventSink& events,
                  std::function<void()> uart0_interrupt);
    BoardHardware(const BoardHardware&) = delete;
    BoardHardware& operator=(const BoardHardware&) = delete;

    [[nodiscard]] Uart0& uart0() { return uart0_; }
    [[nodiscard]] const I2cChips& internal_i2c() const { return internal_i2c_; }
    [[nodiscard]] const I2cChips& mezzanine_i2c() const { return mezzanine_i2c_; }
    /// The chip of the serial mezzanine; null when none is plugged on.
    [[nodiscard]] Sc16is752* mezzanine() { return mezzanine_ ? &*mezzanine_ : nullptr; }

    /// The bus of the hat is powered.
    [[nodiscard]] bool bus_power() const { return bus_power_; }
    void on_bus_power(BusPower listener) { bus_power_listener_ = std::move(listener); }

    /// The processor restarts.
    void reset() { uart0_.reset(); }
    /// The level of a pin changed, whatever the cause.
    void pin_changed(int pin, Nanoseconds at, bool level, Cause cause);

private:
    void plug_hat(const DeviceConfig& config, EventSink& events);
    void plug_mezzanine(EventSink& events);
    void expander_changed(std::uint8_t high, Cause cause);

    Alarms& alarms_;
    PinBank& pins_;
    Uart0 uart0_;
    std::optional<Eeprom> board_eeprom_;
    std::optional<Eeprom> hat_eeprom_;
    std::optional<PortExpander> hat_expander_;
    I2cChips internal_i2c_;
    std::optional<Eeprom> mezzanine_eeprom_;
    std::optional<Sc16is752> mezzanine_;
    I2cChips mezzanine_i2c_;
    bool bus_power_ = false;
    BusPower bus_power_listener_;
};

/// The buses to the chips of `hardware`, which must outlive them.
[[nodiscard]] MakeI2cBus chip_buses(const BoardHardware& hardware);

}  // namespace otbench::firmware
