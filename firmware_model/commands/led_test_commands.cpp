#include <algorithm>
#include <array>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/outputs/sos_blinker.hpp"

// Blinking a pin (spec: firmware, section 4.4).

namespace otbench::firmware {
namespace {

struct TestLed {
    std::string_view name;
    int pin;
};
constexpr int no_pin = -1;
constexpr std::array<TestLed, 8> leds = {{{"gpio0", 0},
                                          {"gpio4", 4},
                                          {"gpio5", 5},
                                          {"gpio12", 12},
                                          {"gpio13", 13},
                                          {"gpio14", 14},
                                          {"gpio15", 15},
                                          {"status", no_pin}}};

/// The pin that the argument names, -1 for the status LED; nothing, with a reply, when it cannot be used.
std::optional<int> pin_argument(CommandCall& call) {
    const auto* const led = std::find_if(leds.begin(), leds.end(), [&](const TestLed& l) {
        return call.firmware.matches_keyword(call.argument(0), l.name);
    });
    if (led == leds.end()) {
        call.refuse("Invalid LED type");
        return std::nullopt;
    }
    if (led->pin != no_pin && !call.firmware.is_free_pin(led->pin)) {
        call.refuse("Reserved pin");
        return std::nullopt;
    }
    return led->pin;
}

}  // namespace

bool trigger_led_test(CommandCall& call) {
    const auto pin = pin_argument(call);
    if (!pin || *pin == no_pin) return false;
    if (call.firmware.led_test().is_running()) return call.refuse("Test already in progress");
    call.firmware.led_test().start(*pin, call.level(0) == "go", call.cause);
    return true;
}

bool trigger_led_test_stop(CommandCall& call) {
    if (!pin_argument(call)) return false;
    call.firmware.led_test().stop(call.cause);
    return true;
}

}  // namespace otbench::firmware
