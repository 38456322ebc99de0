#include "firmware_model/commands.hpp"
#include "firmware_model/firmware.hpp"

namespace otbench::firmware {

bool trigger_ping(CommandCall& call) {
    return call.answer("pong");
}

bool trigger_reset(CommandCall& call) {
    call.firmware.reset("MQTT triggered reset/reboot", call.cause);
    return call.answer("ok");  // normally never leaves (quirk Q26)
}

}  // namespace otbench::firmware
