#include <fmt/core.h>

#include <algorithm>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/storage/text_values.hpp"

// External relay modules: their stored settings (spec: firmware, section 9.5). Nothing connects to them in this version
// of the firmware.

namespace otbench::firmware {
namespace {

namespace layout = config_layout;
namespace relay_member = config_layout::relay;

constexpr std::uint32_t otb_relay = 1;
constexpr int set_source_line = 408;
constexpr int trigger_source_line = 240;

/// The number in `text`, counted from 0; it was checked.
std::size_t module_of(std::string_view text) {
    return static_cast<std::size_t>(to_number(text) - 1);
}

/// Only the first module has the run-time state that commands ask for (quirk Q55). False after the assertion.
bool has_state(CommandCall& call, std::size_t module, int source_line) {
    if (module == 0 || call.fixed(Quirk::relay_without_entry)) return true;
    call.firmware.restarts().assertion_failed("relay_status != NULL", "src/otb_relay.c", source_line, call.cause);
    return false;
}

/// A field of the module that the path names before its last level.
ConfigField field_of(CommandCall& call, ConfigField field) {
    const std::size_t module = module_of(call.level(1));
    has_state(call, module, set_source_line);  // what follows the assertion is done all the same
    return layout::relays.member(module, field);
}

/// The stored type of the module that the path names before its last level.
bool is_otb_relay(CommandCall& call) {
    return stored_config(call).number(layout::relays.member(module_of(call.level(1)), relay_member::type)) == otb_relay;
}

bool store(CommandCall& call, ConfigField field, std::uint32_t value) {
    stored_config(call).set_number(field, value);
    stored_config(call).seal();
    return true;
}

}  // namespace

bool set_relay_location(CommandCall& call) {
    const auto text = call.argument(0);
    const ConfigField field = field_of(call, relay_member::location);
    if (text.size() >= field.size) return call.refuse("Location string too long");
    // The field itself is not cleared, but the index after it.
    const auto octets = stored_config(call).octets();
    std::copy(text.begin(), text.end(), octets.begin() + field.offset);
    octets[field.offset + field.size] = 0;
    stored_config(call).seal();
    return true;
}

bool set_relay_type(CommandCall& call) {
    const ConfigField field = field_of(call, relay_member::type);
    if (call.argument(0) != "otb") return call.refuse("Unsupported relay type");
    return store(call, field, otb_relay);
}

bool set_relay_address(CommandCall& call) {
    constexpr int highest = 8;
    const ConfigField field = field_of(call, relay_member::address);
    const auto text = call.argument(0);
    if (!is_otb_relay(call)) return call.refuse("Set relay type before setting address");
    const auto address = to_binary_number(text);
    if (!address || text.empty()) return call.refuse(fmt::format("Invalid otb-relay address {}", text));
    if (*address > highest) return call.refuse(fmt::format("Invalid otb-relay address {} (should be 000-111)", text));
    return store(call, field, *address);
}

bool set_relay_count(CommandCall& call) {
    constexpr int most_of_otb_relay = 8;
    const ConfigField field = field_of(call, relay_member::count);
    const auto count = to_number(call.argument(0));
    if (count < 1) return call.refuse(fmt::format("Invalid number of relays {}", call.argument(0)));
    if (count > most_of_otb_relay && (is_otb_relay(call) || call.fixed(Quirk::relay_count_unchecked))) {
        return call.refuse(fmt::format("Invalid number of relays {} (1-8) for otb-relay", call.argument(0)));
    }
    return store(call, field, static_cast<std::uint32_t>(count));
}

bool set_relay_status(CommandCall& call) {
    field_of(call, relay_member::status_led);
    return call.refuse("status invalid for otb-relay");
}

bool set_relay_power_on(CommandCall& call) {
    const std::size_t module = module_of(call.level(1));
    const bool has_entry = has_state(call, module, set_source_line);
    if (call.argument(0) != "current") return call.refuse("unsupported value - only current supported");
    if (!has_entry) call.firmware.restarts().crash(call.cause);  // this branch reads through the pointer that is null
    const ConfigField field = layout::relays.member(module, relay_member::power_on);
    return store(call, field, 0);
}

bool trigger_relay(CommandCall& call) {
    const std::size_t module = module_of(call.level(0));
    if (!has_state(call, module, trigger_source_line)) call.firmware.restarts().crash(call.cause);
    return call.refuse(fmt::format("not yet connected to relay: {}", module + 1));
}

bool trigger_relay_mezzanine(CommandCall& call) {
    return call.refuse("no relay mezz installed");
}

}  // namespace otbench::firmware
