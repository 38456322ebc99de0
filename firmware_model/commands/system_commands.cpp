#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/server_name.hpp"
#include "firmware_model/storage/text_values.hpp"

namespace otbench::firmware {
namespace {

bool is_port(std::string_view text) {
    constexpr std::int32_t highest = 65535;
    const auto port = to_number(text);
    return port >= 1 && port <= highest;
}

}  // namespace

bool trigger_ping(CommandCall& call) {
    return call.answer("pong");
}

bool trigger_reset(CommandCall& call) {
    constexpr auto reason = "MQTT triggered reset/reboot";
    if (call.fixed(Quirk::reset_without_reply)) {
        call.firmware.restarts().reset_later(reason, call.cause);
    } else {
        call.firmware.restarts().reset(reason, call.cause);
    }
    return call.answer("ok");  // normally never leaves (quirk Q26)
}

bool trigger_wipe(CommandCall& call) {
    call.firmware.board().flash.config = StoredConfig::defaults();
    call.firmware.restarts().reset_later("Config wipe", call.cause);
    return true;
}

bool trigger_assert(CommandCall& call) {
    constexpr int source_line = 705;
    call.firmware.restarts().assertion_failed("FALSE", "src/otb_cmd.c", source_line, call.cause);
    return true;
}

bool trigger_update(CommandCall& call) {
    constexpr std::size_t longest_path = 62;  // a segment holds 63, the slash before it is one
    Updater& updater = call.firmware.updater();
    if (updater.is_running()) return call.refuse("Update already in progress");
    const auto host = call.argument(0);
    const auto port = call.argument(1);
    const auto path = call.argument(2);
    // Only emptiness is checked (quirk Q85).
    if (path.empty()) return call.refuse("Invalid arguments");
    if (call.fixed(Quirk::update_unchecked) && (!is_ipv4_address(std::string{host}) || !is_port(port))) {
        return call.refuse("Invalid arguments");
    }
    if (path.size() > longest_path) {
        if (!call.fixed(Quirk::failed_update_blocks)) updater.block();
        return call.refuse("Path too long");
    }
    updater.start(to_ipv4_address(host), static_cast<std::uint16_t>(to_number(port)), std::string{path});
    return call.answer("ok");
}

}  // namespace otbench::firmware
