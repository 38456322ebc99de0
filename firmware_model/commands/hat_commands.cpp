#include <fmt/core.h>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/serial/hat.hpp"
#include "firmware_model/serial/serial.hpp"
#include "firmware_model/storage/text_values.hpp"

// The M-Bus Master hat (spec: firmware, sections 4 and 8.2). The checks stand in the order in which they answer.

namespace otbench::firmware {
namespace {

constexpr std::string_view not_installed = "Hat not installed";
constexpr std::string_view scan_in_progress = "Scan in progress";

Hat& hat(CommandCall& call) {
    return call.firmware.hat();
}

template <typename Show>
bool answer_identity(CommandCall& call, Show show) {
    const auto& identity = hat(call).identity();
    return identity ? call.answer(show(*identity)) : call.refuse("No hat installed");
}

/// The address that `text` means to a scan; nothing when there is no such slave.
std::optional<std::uint8_t> scan_address(const CommandCall& call, std::string_view text) {
    const std::int32_t number = to_number(text);
    const int address = call.fixed(Quirk::scan_address_error) ? number : static_cast<std::uint8_t>(number);
    if (address < 0 || address > Hat::highest_address) return std::nullopt;
    return static_cast<std::uint8_t>(address);
}

}  // namespace

// ---- get ----

bool get_hat_uuid(CommandCall& call) {
    return answer_identity(call, [](const HatIdentity& hat) { return hat.uuid; });
}

bool get_hat_product_id(CommandCall& call) {
    return answer_identity(call, [](const HatIdentity& hat) { return fmt::format("0x{:04x}", hat.product_id); });
}

bool get_hat_product_version(CommandCall& call) {
    return answer_identity(call, [](const HatIdentity& hat) { return fmt::format("0x{:04x}", hat.product_version); });
}

bool get_hat_product(CommandCall& call) {
    return answer_identity(call, [](const HatIdentity& hat) { return hat.product; });
}

bool get_hat_vendor(CommandCall& call) {
    return answer_identity(call, [](const HatIdentity& hat) { return hat.vendor; });
}

bool get_mbus_baud(CommandCall& call) {
    if (!hat(call).is_installed()) return call.refuse(not_installed);
    return call.answer(fmt::format("{}", static_cast<std::int32_t>(hat(call).baud)));
}

bool get_mbus_data(CommandCall& call) {
    if (!hat(call).is_enabled()) return call.refuse(not_enabled);
    if (hat(call).is_scanning()) return call.refuse(scan_in_progress);
    if (call.argument(0).empty()) return call.refuse("No address");
    const std::int32_t address = to_number(call.argument(0));
    if (address < 0 || address > Hat::highest_address) return call.refuse("Invalid address");
    hat(call).query(static_cast<std::uint8_t>(address), call.cause);
    return call.answer("Sent message");
}

// ---- set ----

bool set_mbus_baud(CommandCall& call) {
    if (!hat(call).is_installed()) return call.refuse(not_installed);
    if (hat(call).is_enabled()) return call.refuse("Can't change baudrate when enabled");
    if (call.argument(0).empty()) return call.refuse("No value provided");
    const std::int32_t value = to_number(call.argument(0));
    if (value == 0) return call.refuse("Invalid baudrate");
    if (call.fixed(Quirk::any_baud) && !is_standard_baud(value)) return call.refuse("Invalid baudrate");
    hat(call).baud = static_cast<std::uint32_t>(value);  // any other number will do (quirk Q34)
    return true;
}

// ---- trigger ----

bool trigger_mbus_on(CommandCall& call) {
    if (!hat(call).is_installed()) return call.refuse(not_installed);
    if (hat(call).is_enabled()) return call.refuse("Already enabled");
    if (!hat(call).switch_on(call.cause)) return call.refuse("Failed to power bus");
    return true;
}

bool trigger_mbus_off(CommandCall& call) {
    if (!hat(call).is_enabled()) return call.refuse(not_enabled);
    if (hat(call).is_scanning()) return call.refuse(scan_in_progress);
    hat(call).switch_off(call.cause);
    return true;
}

bool trigger_mbus_scan(CommandCall& call) {
    if (!hat(call).is_enabled()) return call.refuse(not_enabled);
    if (hat(call).is_scanning()) return call.refuse(scan_in_progress);
    const std::string_view first_text = call.argument(0);
    const std::string_view last_text = call.argument(1);
    const auto first = scan_address(call, first_text);
    const auto last = !last_text.empty()    ? scan_address(call, last_text)
                      : !first_text.empty() ? first
                                            : Hat::highest_address;
    if (!first || !last) {
        const auto shown = !first || !call.fixed(Quirk::scan_address_error) ? first_text : last_text;
        return call.refuse(fmt::format("Invalid address {}", shown));
    }
    hat(call).scan(*first, *last, call.cause);
    return true;
}

}  // namespace otbench::firmware
