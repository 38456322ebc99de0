#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "firmware_model/commands/commands.hpp"
#include "firmware_model/commands/firmware.hpp"
#include "firmware_model/network/log.hpp"
#include "firmware_model/serial/serial.hpp"
#include "firmware_model/storage/text_values.hpp"

// The serial port's settings (spec: firmware, sections 5.2 and 5.3). The checks stand in the order in which they
// answer.

namespace otbench::firmware {
namespace {

constexpr std::string_view locked_pins = "Can't change pin/mezz when enabled";

// Indexed by bus::Parity.
constexpr std::array<std::string_view, 3> parity_names = {"none", "even", "odd"};

Serial& serial(CommandCall& call) {
    return call.firmware.serial();
}

/// With a mezzanine that is switched off, the pins do not count although the software UART would use them (quirk Q31).
bool has_a_line(const CommandCall& call, const Serial& port) {
    if (port.mezzanine && (port.mezzanine_on || !call.fixed(Quirk::idle_mezzanine_blocks_softuart)))
        return port.mezzanine_on;
    return port.rx != Serial::no_pin && port.tx != Serial::no_pin;
}

bool enable(CommandCall& call) {
    Serial& port = serial(call);
    if (!has_a_line(call, port)) return call.refuse("Cannot enable until rx and tx pins set");
    if (port.enabled) return call.refuse("Already enabled");
    if (port.uses_mezzanine()) {
        port.enabled = port.mezzanine->enable(port.mezzanine_settings(), call.cause);
        return port.enabled || call.refuse("Failed to enable mezz");
    }
    const SoftuartFrame frame{port.parity, std::max(port.stop_bit, 1)};
    if (!port.uart.enable(port.rx, port.tx, port.baud, call.cause, frame)) {
        call.firmware.log().error("INTR", fmt::format("Already have interrupt handler for pin {}", port.uart.rx_pin()),
                                  call.cause);
    }
    port.enabled = true;
    return true;
}

bool set_mezzanine_uart(CommandCall& call) {
    const auto number = to_whole_number(call.argument(1));
    if (number != 0 && number != 1) return call.refuse("Invalid uart num");
    serial(call).mezzanine_uart = *number;
    return true;
}

bool set_pin(CommandCall& call, int Serial::*pin, int Serial::*other) {
    constexpr int highest_pin = 16;
    Serial& port = serial(call);
    const auto text = call.argument(0);
    if (text.empty()) return call.refuse(no_value);
    if (port.enabled) return call.refuse(locked_pins);
    const auto value = to_explicit_number(text);
    if (!value || *value < Serial::no_pin || *value > highest_pin) return call.refuse("Invalid pin value");
    const bool is_fit = SoftUart::is_usable(*value) && call.firmware.is_free_pin(*value);
    if (call.fixed(Quirk::unusable_serial_pins) && *value != Serial::no_pin && !is_fit) {
        return call.refuse("Invalid pin value (may be reserved)");
    }
    if (*value != Serial::no_pin && *value == port.*other) {
        return call.refuse("Pin value clashes with other serial pin");
    }
    port.*pin = *value;
    return true;
}

}  // namespace

// ---- get ----

bool get_serial_enable(CommandCall& call) {
    return call.answer(serial(call).enabled ? "yes" : "no");
}

bool get_serial_rx(CommandCall& call) {
    return call.answer(fmt::format("{}", serial(call).rx));
}

bool get_serial_tx(CommandCall& call) {
    return call.answer(fmt::format("{}", serial(call).tx));
}

bool get_serial_baud(CommandCall& call) {
    return call.answer(fmt::format("{}", static_cast<std::int32_t>(serial(call).baud)));
}

bool get_serial_stop_bit(CommandCall& call) {
    return call.answer(fmt::format("{}", serial(call).stop_bit));
}

bool get_serial_parity(CommandCall& call) {
    return call.answer(parity_names.at(static_cast<std::size_t>(serial(call).parity)));
}

bool get_serial_mezzanine(CommandCall& call) {
    const Serial& port = serial(call);
    if (!port.mezzanine) return call.answer("not present");
    if (call.argument(0) == "uart") return call.answer(fmt::format("{}", port.mezzanine_uart));
    return call.answer(port.mezzanine_on ? "on" : "off");
}

// ---- set ----

bool set_serial_enable(CommandCall& call) {
    const auto argument = call.argument(0);
    const auto is = [&](std::string_view keyword) { return call.firmware.matches_keyword(argument, keyword); };
    if (argument.empty() || is("yes") || is("true")) return enable(call);
    if (is("no") || is("false")) return set_serial_disable(call);
    return call.refuse(fmt::format("Invalid command: {}", argument));
}

bool set_serial_disable(CommandCall& call) {
    if (!serial(call).enabled) return call.refuse("Already disabled");
    Serial& port = serial(call);
    port.enabled = false;
    if (port.uses_mezzanine()) {
        port.mezzanine->disable(port.mezzanine_settings(), call.cause);
    } else if (call.fixed(Quirk::receives_while_disabled)) {  // else the line stays driven, reception goes on
        port.uart.disable(call.cause);
    }
    return true;
}

bool set_serial_rx(CommandCall& call) {
    return set_pin(call, &Serial::rx, &Serial::tx);
}

bool set_serial_tx(CommandCall& call) {
    return set_pin(call, &Serial::tx, &Serial::rx);
}

bool set_serial_mezzanine(CommandCall& call) {
    if (call.argument(0).empty()) return call.refuse(no_value);
    if (serial(call).enabled) return call.refuse(locked_pins);
    Serial& port = serial(call);
    if (!port.mezzanine) return call.refuse("No mezz connected");
    const auto value = call.argument(0);
    const auto is_one_of = [value](std::initializer_list<std::string_view> names) {
        return std::find(names.begin(), names.end(), value) != names.end();
    };
    if (value == "uart") return set_mezzanine_uart(call);
    const bool on = is_one_of({"on", "true", "yes"});
    if (!on && !is_one_of({"off", "false", "no"})) return call.refuse("Invalid mezz value");
    port.mezzanine_on = on;
    return true;
}

bool set_serial_baud(CommandCall& call) {
    if (serial(call).enabled) return call.refuse("Can't change baudrate when enabled");
    if (call.argument(0).empty()) return call.refuse(no_value);
    const std::int32_t value = to_number(call.argument(0));
    // Any number but 0 will do, since the firmware assigns where it means to compare (quirk Q34).
    if (value == 0 || (call.fixed(Quirk::any_baud) && !is_standard_baud(value))) return call.refuse("Invalid baudrate");
    serial(call).baud = static_cast<std::uint32_t>(value);
    return true;
}

bool set_serial_stop_bit(CommandCall& call) {
    constexpr int highest = 2;
    if (serial(call).enabled) return call.refuse("Can't change stopbit when enabled");
    if (call.argument(0).empty()) return call.refuse(no_value);
    const auto value = to_explicit_number(call.argument(0));
    if (!value) return call.refuse("Invalid stopbit value provided");
    if (*value < 0 || *value > highest) return call.refuse("Invalid stopbit value (min: 0, max:2");
    serial(call).stop_bit = *value;
    return true;
}

bool set_serial_parity(CommandCall& call) {
    if (serial(call).enabled) return call.refuse("Can't change parity when enabled");
    if (call.argument(0).empty()) return call.refuse(no_value);
    for (std::size_t i = 0; i < parity_names.size(); ++i) {
        if (!call.firmware.matches_keyword(call.argument(0), parity_names[i])) continue;
        serial(call).parity = static_cast<bus::Parity>(i);
        return true;
    }
    return call.refuse("Invalid parity");
}

bool set_serial_commit(CommandCall& call) {
    return call.refuse("Not implemented");
}

}  // namespace otbench::firmware
