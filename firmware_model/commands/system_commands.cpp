#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/server_name.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {

bool trigger_ping(CommandCall& call) {
    return call.answer("pong");
}

bool trigger_reset(CommandCall& call) {
    constexpr auto reason = "MQTT triggered reset/reboot";
    if (call.fixed(26)) {
        call.firmware.reset_later(reason, call.cause);
    } else {
        call.firmware.reset(reason, call.cause);
    }
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

bool trigger_update(CommandCall& call) {
    constexpr std::int32_t highest_port = 65535;
    constexpr std::size_t longest_path = 62;  // a segment holds 63, the slash before it is one
    Updater& updater = call.firmware.updater();
    if (updater.is_running()) return call.refuse("Update already in progress");
    const std::string host{call.argument(0)};
    const auto port = to_number(call.argument(1));
    const std::string path{call.argument(2)};
    if (!is_ipv4_address(host) || port < 1 || port > highest_port || path.empty()) {
        return call.refuse("Invalid arguments");
    }
    if (path.size() > longest_path) {
        if (!call.fixed(57)) updater.block();
        return call.refuse("Path too long");
    }
    updater.start(host, static_cast<std::uint16_t>(port), path);
    return call.answer("ok");
}

}  // namespace otbench::firmware
