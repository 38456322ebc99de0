#pragma once

#include <functional>
#include <memory>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/board/i2c_bus.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/commands/temperature_sensors.hpp"
#include "firmware_model/outputs/led_driver.hpp"
#include "firmware_model/outputs/neo_pixels.hpp"
#include "firmware_model/outputs/nixie.hpp"
#include "firmware_model/outputs/sos_blinker.hpp"
#include "firmware_model/serial/hat.hpp"
#include "firmware_model/serial/serial.hpp"

namespace otbench::firmware {

/// What the firmware drives beside its network: pins, chips on them, and what hangs on those (spec: firmware, sections
/// 5 to 9).
class Peripherals {
public:
    explicit Peripherals(Firmware& firmware);

    /// Reads the EEPROMs of the boards. What they hold is known already; it takes its time all the same.
    void read_eeproms();
    /// The free pins as they are from the start to the first MQTT connection, and the button that resets.
    void set_up_pins();
    /// The free pins as they are stored; with a mezzanine they stay as they are.
    void apply_boot_states();
    /// The mezzanine, or the one-wire bus without one.
    void start();

private:
    void for_each_free_pin(const std::function<void(int pin)>& action);
    void start_mezzanine();

    Firmware& firmware_;
    const Firmware::Board& board_;
    bool has_mezzanine_ = false;  ///< one was found at the start

public:
    // What commands work on.
    Gpio gpio;
    std::unique_ptr<I2cBus> internal_i2c;
    std::unique_ptr<I2cBus> mezzanine_i2c;
    Hat hat;
    Serial serial;
    TemperatureSensors temperature_sensors;
    Nixie nixie;
    NeoPixels neo_pixels;
    SosBlinker led_test;
    LedDriver led_driver;
};

}  // namespace otbench::firmware
