#include "firmware_model/commands/peripherals.hpp"

#include <fmt/core.h>

#include "firmware_model/board/board_eeproms.hpp"
#include "firmware_model/board/board_hardware.hpp"
#include "firmware_model/commands/restarts.hpp"

namespace otbench::firmware {
namespace {

// Pins that are high between the start and the first MQTT connection, if they are free (spec: firmware, section 9.1).
constexpr PinSet high_at_start = {4, 5, 12, 13};

}  // namespace

Peripherals::Peripherals(Firmware& firmware)
    : firmware_(firmware),
      board_(firmware.board()),
      gpio(board_.pins, board_.processor, board_.events),
      internal_i2c(board_.make_i2c_bus(I2cBusName::internal, board_.processor)),
      mezzanine_i2c(board_.make_i2c_bus(I2cBusName::mezzanine, board_.processor)),
      hat(board_.processor, *internal_i2c, board_.hardware.uart0(), firmware.messenger(), firmware.log(), board_.events,
          board_.config.options),
      serial(board_.processor, gpio, board_.events, board_.config.options),
      temperature_sensors(firmware),
      nixie(board_.processor, gpio),
      neo_pixels(board_.processor, gpio),
      led_test(board_.processor, gpio),
      led_driver(board_.processor, board_.events, board_.parts) {}

void Peripherals::read_eeproms() {
    Log& log = firmware_.log();
    const MainBoard& main_board = firmware_.main_board();
    if (!read_board_eeprom(*internal_i2c)) {
        log.warn("EEPROM", "Failed to connect to eeprom at 0x57 0");
        log.info("EEPROM", "Failed");
        return;
    }
    if (main_board.takes_mezzanines) has_mezzanine_ = read_mezzanine_eeproms(*internal_i2c);
    if (main_board.takes_hat && board_.config.mbus_hat) hat.detect();
    if (const auto& found = hat.identity())
        log.info("OTB", fmt::format("RPi Hat found: {} {}", found->vendor, found->product));
}

void Peripherals::set_up_pins() {
    for_each_free_pin([this](int pin) { gpio.output(pin, high_at_start.contains(pin), Cause::none); });
    const int button = firmware_.main_board().reset_button;
    if (button == MainBoard::no_pin) return;
    gpio.input(button, true, Cause::none);
    board_.processor.attach_interrupt(button, [this, button] {
        if (!gpio.read(button)) firmware_.restarts().reset_later("Reset button pressed", Cause::none);
    });
}

void Peripherals::for_each_free_pin(const std::function<void(int pin)>& action) {
    for (int pin = 0; pin < PinBank::count; ++pin) {
        if (firmware_.is_free_pin(pin)) action(pin);
    }
}

void Peripherals::apply_boot_states() {
    if (has_mezzanine_) return;
    for_each_free_pin([this](int pin) {
        if (firmware_.fixed(Quirk::boot_states_on_used_pins) && serial.uses(pin)) return;
        gpio.output(pin, board_.flash.config.boot_state(pin), Cause::none);
    });
}

void Peripherals::start() {
    if (has_mezzanine_) {
        start_mezzanine();
    } else {
        temperature_sensors.start();
        firmware_.log().info("OTB", "One wire bus initialized");
    }
    firmware_.log().info("OTB", "Boot sequence completed");
}

/// Also after each return of the WiFi, which keeps the serial port's settings (quirk Q21).
void Peripherals::start_mezzanine() {
    constexpr int divisor_line = 260;  // of the firmware's source
    serial.mezzanine.emplace(board_.processor, gpio, *mezzanine_i2c, board_.config.options, [this](Cause cause) {
        firmware_.restarts().assertion_failed("baudrate <= 0xffff", "src/otb_serial.c", divisor_line, cause);
    });
    serial.mezzanine_on = serial.mezzanine->initialise(serial.mezzanine_settings());
    if (serial.mezzanine_on) {
        firmware_.log().info("OTB", "Initialized serial board");
    } else {
        serial.mezzanine.reset();
    }
}

}  // namespace otbench::firmware
