#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"
#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/text_values.hpp"

// The stored configuration but for what belongs to sensors and pins (spec: firmware, sections 4.1 to 4.3).

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

constexpr std::string_view unchanged = "unchanged";

bool answer_text(CommandCall& call, ConfigField field) {
    return call.answer_stored(stored_config(call).text(field));
}

using Store = void (StoredConfig::*)(ConfigField field, std::string_view text);

/// Stores the argument, if it is another text than before.
bool change_text(CommandCall& call, ConfigField field, Store store) {
    if (stored_config(call).text(field) == call.argument(0)) return call.refuse(unchanged);
    (stored_config(call).*store)(field, call.argument(0));
    stored_config(call).seal();
    return true;
}

/// The stored field of the location that the path ends with.
ConfigField location_of(const CommandCall& call) {
    return layout::locations.whole(static_cast<std::size_t>(call.level(0).front() - '1'));
}

}  // namespace

// ---- get ----

bool get_config_all(CommandCall& call) {
    constexpr std::size_t octets_per_message = 32;
    const auto octets = stored_config(call).octets();
    Messenger& messenger = call.firmware.messenger();
    messenger.part("ok", fmt::format("len:{}", octets.size()), call.cause);
    for (std::size_t begin = 0; begin < octets.size(); begin += octets_per_message) {
        const auto part = octets.subspan(begin, std::min(octets_per_message, octets.size() - begin));
        messenger.part("data", hex_text(part, "/"), call.cause);
    }
    call.answer("end");
    return call.fixed(Quirk::dump_ends_in_error);
}

bool get_wifi_ssid(CommandCall& call) {
    return answer_text(call, layout::ssid);
}

bool get_wifi_password(CommandCall& call) {
    return answer_text(call, layout::password);
}

bool get_mqtt_server(CommandCall& call) {
    return answer_text(call, layout::mqtt_server);
}

bool get_mqtt_port(CommandCall& call) {
    return call.answer(fmt::format("{}", static_cast<std::int32_t>(stored_config(call).number(layout::mqtt_port))));
}

bool get_mqtt_user(CommandCall& call) {
    return answer_text(call, layout::mqtt_user);
}

bool get_mqtt_password(CommandCall& call) {
    return answer_text(call, layout::mqtt_password);
}

// ---- set ----

bool set_status_led(CommandCall& call) {
    const auto mode = call.level(0);
    const std::uint32_t wanted = mode == "off" ? 1 : mode == "warn" ? 2 : 0;
    if (stored_config(call).number(layout::status_led) == wanted) return call.answer("no change");
    stored_config(call).set_number(layout::status_led, wanted);
    stored_config(call).seal();
    return call.answer(fmt::format("amended to {}", wanted));
}

bool set_keep_ap_active(CommandCall& call) {
    const bool active = call.level(0) == "yes" || call.level(0) == "true";
    stored_config(call).set_number(layout::keep_ap_active, active ? 1 : 0);
    stored_config(call).seal();
    call.firmware.switch_access_point(active, call.cause);
    return true;
}

bool set_location(CommandCall& call) {
    const ConfigField field = location_of(call);
    const std::size_t longest = call.fixed(Quirk::location_of_32) ? field.size - 1 : field.size;
    if (call.argument(0).size() > longest) return call.refuse("Location string too long");
    stored_config(call).set_text(field, call.argument(0));  // may leave no room for the terminator (quirk Q16)
    stored_config(call).seal();
    return true;
}

bool set_wifi_ssid(CommandCall& call) {
    if (call.argument(0).empty()) return call.refuse(no_value);
    if (call.fixed(Quirk::long_ssid) && call.argument(0).size() >= layout::ssid.size)
        return call.refuse("SSID too long");
    return change_text(call, layout::ssid, &StoredConfig::set_text);
}

bool set_wifi_password(CommandCall& call) {
    if (call.argument(0).empty()) return call.refuse(no_value);
    return change_text(call, layout::password, &StoredConfig::set_text);
}

bool set_mqtt_server(CommandCall& call) {
    if (call.argument(0).empty()) return call.refuse(no_value);
    return change_text(call, layout::mqtt_server, &StoredConfig::set_terminated_text);
}

bool set_mqtt_port(CommandCall& call) {
    constexpr std::int32_t highest_port = 65535;
    const auto text = call.argument(0);
    if (text.empty()) return call.refuse(no_value);
    if (call.fixed(Quirk::broker_port_word) && !to_explicit_number(text)) return false;
    const std::int32_t port = to_number(text);
    if (port < 0 || port > highest_port) return false;
    const auto value = static_cast<std::uint32_t>(port);
    if (stored_config(call).number(layout::mqtt_port) == value) return call.refuse(unchanged);
    stored_config(call).set_number(layout::mqtt_port, value);
    stored_config(call).seal();
    return true;
}

bool set_mqtt_user(CommandCall& call) {
    return change_text(call, layout::mqtt_user, &StoredConfig::set_terminated_text);
}

bool set_mqtt_password(CommandCall& call) {
    // The firmware ends the user's name where it means to end the password (quirk Q67).
    return change_text(
        call, layout::mqtt_password,
        call.fixed(Quirk::unterminated_credentials) ? &StoredConfig::set_terminated_text : &StoredConfig::set_text);
}

bool set_boot_slot(CommandCall& call) {
    const auto slot =
        call.fixed(Quirk::boot_slot_word) ? to_explicit_number(call.argument(0)) : to_number(call.argument(0));
    if (slot != 0 && slot != 1) return call.refuse("Invalid slot number");
    call.firmware.board().flash.boot_slot = *slot;
    return call.answer("ok");
}

// ---- delete ----

bool delete_location(CommandCall& call) {
    stored_config(call).clear(location_of(call));
    stored_config(call).seal();
    return true;
}

bool delete_all_locations(CommandCall& call) {
    for (std::size_t i = 0; i < layout::locations.count; ++i) stored_config(call).clear(layout::locations.whole(i));
    stored_config(call).seal();
    return true;
}

}  // namespace otbench::firmware
