#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/outputs/nixie.hpp"
#include "firmware_model/serial/serial.hpp"

// The nixie display (spec: firmware, section 9.5).

namespace otbench::firmware {
namespace {

/// True, with a reply, when the serial port uses one of the display's pins and that is to be respected (quirk Q49).
bool refuse_pins_in_use(CommandCall& call) {
    const Serial& port = call.firmware.serial();
    if (!call.fixed(Quirk::outputs_take_serial_pins) ||
        !(port.uses(Nixie::clock_pin) || port.uses(Nixie::data_pin) || port.uses(Nixie::latch_pin))) {
        return false;
    }
    call.refuse("pins in use");
    return true;
}

}  // namespace

bool trigger_nixie_cycle(CommandCall& call) {
    if (refuse_pins_in_use(call)) return false;
    if (call.firmware.nixie().is_depoisoning()) return call.refuse("depoisoning");
    call.firmware.nixie().cycle(call.cause);
    return true;
}

bool trigger_nixie_clear(CommandCall& call) {
    if (refuse_pins_in_use(call)) return false;
    call.firmware.nixie().clear(call.cause);
    return true;
}

bool trigger_nixie_power(CommandCall& call) {
    if (refuse_pins_in_use(call)) return false;
    call.firmware.nixie().power(call.level(0) == "on", call.cause);
    return true;
}

bool trigger_nixie_show(CommandCall& call) {
    constexpr int source_line = 133;
    if (refuse_pins_in_use(call)) return false;
    const auto text = call.argument(0);
    if (text.empty() || text.size() > Nixie::longest_text) {
        if (!call.fixed(Quirk::nixie_text_length)) {
            call.firmware.nixie().prepare_pins(call.cause);
            call.firmware.restarts().assertion_failed("(num_bytes <= 4) && (num_bytes > 0)", "src/otb_nixie.c",
                                                      source_line, call.cause);
        }
        return false;
    }
    return call.firmware.nixie().show(text, call.cause);
}

}  // namespace otbench::firmware
