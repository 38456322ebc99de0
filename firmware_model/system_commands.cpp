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

bool trigger_wipe(CommandCall& call) {
    call.firmware.board().flash.config = StoredConfig::defaults();
    call.firmware.reset_later("Config wipe", call.cause);
    return true;
}

bool trigger_assert(CommandCall& call) {
    constexpr int source_line = 705;
    call.firmware.assertion_failed("FALSE", "src/otb_cmd.c", source_line, call.cause);
    return true;
}

}  // namespace otbench::firmware
