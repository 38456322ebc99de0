#include <fmt/core.h>

#include "firmware_model/board/gpio.hpp"
#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/outputs/led_driver.hpp"
#include "firmware_model/storage/text_values.hpp"

// Pins: levels now and at boot (spec: firmware, sections 4 and 9.1).

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

/// The pin that the path ends with, which was checked.
int pin_of(const CommandCall& call) {
    return *to_explicit_octet(call.level(0));
}

/// The level in the first argument: 0 or 1 in the low eight bits of the number (quirk Q29).
std::optional<bool> level_argument(const CommandCall& call) {
    const auto text = call.argument(0);
    const auto value = call.fixed(Quirk::level_of_8_bits) ? to_explicit_number(text)
                                                          : std::optional<std::int32_t>{to_explicit_octet(text)};
    if (!value || *value < 0 || *value > 1) return std::nullopt;
    return *value == 1;
}

bool refuse_value(CommandCall& call) {
    return call.refuse("Invalid value provided");
}

}  // namespace

bool get_gpio(CommandCall& call) {
    const StoredConfig& config = call.firmware.board().flash.config;
    if (!call.fixed(Quirk::live_level_unreadable)) {
        // The handler of the stored states, which takes the path's last level for a pin: one before the first.
        const ConfigField before_first{layout::boot_states.offset - 1, 1};
        return call.refuse(fmt::format("{}", config.number(before_first)));
    }
    const auto pin = to_explicit_octet(call.argument(0));
    if (!pin || !call.firmware.is_free_pin(*pin)) return refuse_value(call);
    return call.answer(fmt::format("{}", call.firmware.gpio().read(*pin) ? 1 : 0));
}

bool get_gpio_boot_state(CommandCall& call) {
    const bool state = call.firmware.board().flash.config.boot_state(pin_of(call));
    call.answer(state ? "1" : "0");
    return call.fixed(Quirk::stored_level_as_error);
}

bool set_gpio_boot_state(CommandCall& call) {
    StoredConfig& config = call.firmware.board().flash.config;
    const auto level = level_argument(call);
    if (!level) return refuse_value(call);
    const int pin = pin_of(call);
    if (config.boot_state(pin) == *level) return call.fixed(Quirk::unchanged_level_error);
    config.set_number(layout::boot_states.whole(static_cast<std::size_t>(pin)), *level ? 1 : 0);
    config.seal();
    return true;
}

bool trigger_gpio(CommandCall& call) {
    const auto level = level_argument(call);
    if (!level) return refuse_value(call);
    call.firmware.gpio().output(pin_of(call), *level, call.cause);
    return true;
}

// ---- PCA9685 ----

bool set_led_driver_pin(CommandCall& call) {
    LedDriver& driver = call.firmware.led_driver();
    (call.level(1) == "sda" ? driver.sda : driver.scl) = pin_of(call);
    return true;
}

bool set_led_driver_address(CommandCall& call) {
    constexpr int lowest = 0x40;
    constexpr int highest = 0x7F;
    const auto address = to_hex_octet(call.argument(0));
    if (!address || *address < lowest || *address > highest) return call.refuse("Invalid PCA address");
    call.firmware.led_driver().address = *address;
    return true;
}

bool store_led_driver(CommandCall& call) {
    return call.refuse("Unimplemented");
}

bool trigger_led_driver_init(CommandCall& call) {
    LedDriver& driver = call.firmware.led_driver();
    if (driver.sda == LedDriver::no_pin || driver.scl == LedDriver::no_pin) return call.refuse("SDA or SCL unset");
    return driver.initialise(call.cause) || call.refuse("Failed to init PCA9685");
}

bool trigger_led_driver_output(CommandCall& call) {
    LedDriver& driver = call.firmware.led_driver();
    const auto level = level_argument(call);
    if (!level) return call.refuse("Invalid val provided");
    if (!driver.is_initialised()) return call.refuse("Not inited");
    const int output = to_number(call.level(0));
    return driver.set(output, *level, call.cause) ||
           call.refuse(fmt::format("Error setting pin {} to {}", output, *level ? 1 : 0));
}

}  // namespace otbench::firmware
