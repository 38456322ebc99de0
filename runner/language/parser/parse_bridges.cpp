// What joins a scenario to the world outside: a bus's bridges and a device's UART.

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/config/suggest.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

Checked<sim::BridgeRole> parse_role(std::string_view text) {
    if (text == "master") return sim::BridgeRole::master;
    if (text == "slave") return sim::BridgeRole::slave;
    return InputError{fmt::format("invalid role '{}' of a bridge (expected master or slave)", text)};
}

Checked<bus::Parity> parse_parity(std::string_view text) {
    if (text == "even") return bus::Parity::even;
    if (text == "odd") return bus::Parity::odd;
    if (text == "none") return bus::Parity::none;
    return InputError{fmt::format("invalid parity '{}' (expected even, odd or none)", text)};
}

/// As the firmware leaves it (spec: firmware, section 1).
constexpr bus::UartFormat console_format{115'200, bus::Parity::none, 1};

struct UartLine {
    std::string_view name;
    DeviceUart::Line line;
};

constexpr UartLine uart_lines[] = {
    {"hat", DeviceUart::Line::hat},
    {"mezzanine", DeviceUart::Line::mezzanine},
    {"console", DeviceUart::Line::console},
};

Checked<DeviceUart::Line> parse_uart_line(std::string_view text) {
    const auto found =
        std::find_if(std::begin(uart_lines), std::end(uart_lines), [&](const auto& each) { return each.name == text; });
    if (found != std::end(uart_lines)) return found->line;
    return InputError{fmt::format("invalid port '{}' of a device (expected hat, mezzanine or console)", text)};
}

/// An endpoint, which needs real time.
Checked<sim::Endpoint> parse_bridge_endpoint(std::string_view text, const Context& context) {
    const auto endpoint = sim::parse_endpoint(text);
    if (!endpoint) return InputError{endpoint.error().message};
    if (context.pace != real_pace)
        return InputError{fmt::format("bridges such as {} work in real time (expected 'pace: real')", text)};
    return *endpoint;
}

/// What all that goes to the outside has in common.
void read_settings(const Mapping& mapping, sim::BridgeSettings& settings, const Context& context) {
    mapping.read("on", settings.endpoint, [&](std::string_view text) { return parse_bridge_endpoint(text, context); });
    mapping.read("baud", settings.format.baud, parse_speed);
    mapping.read("parity", settings.format.parity, parse_parity);
    mapping.read("echo", settings.echo, parse_truth);
}

Bridge parse_bridge(const YamlNode& node, const Context& context) {
    Bridge bridge;
    bridge.at = node.at;
    const Mapping mapping = open_mapping(node, keys::bridge, context);
    mapping.read("as", bridge.settings.role, parse_role);
    const bool is_master = bridge.settings.role == sim::BridgeRole::master;
    bridge.settings.echo = is_master;
    read_settings(mapping, bridge.settings, context);
    mapping.read("unit-loads", bridge.unit_loads, parse_unit_loads);
    if (is_master && mapping.find("unit-loads") != nullptr)
        mapping.complain("unit-loads", "'unit-loads' applies to a bridge as slave only");
    return bridge;
}

/// The default UART: that of the device's M-Bus.
DeviceUart::Line usual_line(const Device& device) {
    if (device.firmware.mbus_hat) return DeviceUart::Line::hat;
    return device.firmware.mbus_mezz ? DeviceUart::Line::mezzanine : DeviceUart::Line::pins;
}

void check_line(const Mapping& mapping, const DeviceUart& uart, const Device& device) {
    if (uart.line == DeviceUart::Line::hat && !device.firmware.mbus_hat)
        mapping.complain("port", fmt::format("'{}' needs a hat (expected hat: true)", device.name));
    if (uart.line == DeviceUart::Line::mezzanine && !device.firmware.mbus_mezz)
        mapping.complain("port", fmt::format("'{}' needs a mezzanine (expected mezzanine: true)", device.name));
    for (const std::string_view key : {"tx", "rx"})
        if (uart.line != DeviceUart::Line::pins && mapping.find(key) != nullptr)
            mapping.complain(key, fmt::format("'{}' is not used: this UART has lines of its own", key));
    if (uart.line == DeviceUart::Line::pins && uart.tx == uart.rx)
        mapping.complain("rx", fmt::format("tx and rx are both {} (expected different pins)", uart.rx));
}

}  // namespace

std::vector<Bridge> parse_bridges(const YamlNode& node, const Context& context) {
    std::vector<Bridge> bridges;
    if (node.kind != YamlNode::Kind::list) {
        bridges.push_back(parse_bridge(node, context));
        bridges.back().settings.name = "bridge";
        return bridges;
    }
    bool has_master = false;
    for (const YamlNode& item : node.items) {
        bridges.push_back(parse_bridge(item, context));
        if (bridges.back().settings.role != sim::BridgeRole::master) continue;
        if (has_master) context.diagnostics.add(item.at, "another bridge is already the master of this bus");
        has_master = true;
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "a list of bridges needs at least one");
    for (std::size_t i = 0; i < bridges.size(); ++i) bridges[i].settings.name = fmt::format("bridge_{}", i + 1);
    return bridges;
}

DeviceUart parse_uart(const YamlNode& node, const Device& device, const Context& context) {
    DeviceUart uart;
    uart.at = node.at;
    uart.settings.name = device.name + "_uart";
    uart.settings.role = sim::BridgeRole::uart;
    uart.line = usual_line(device);
    if (node.kind == YamlNode::Kind::text) {
        const auto endpoint = parse_bridge_endpoint(node.text, context);
        if (endpoint)
            uart.settings.endpoint = *endpoint;
        else
            context.diagnostics.add(node.at, endpoint.error().message);
        return uart;
    }
    const Mapping mapping = open_mapping(node, keys::device_uart, context);
    mapping.read("port", uart.line, parse_uart_line);
    if (uart.line == DeviceUart::Line::console) uart.settings.format = console_format;
    read_settings(mapping, uart.settings, context);
    mapping.read("tx", uart.tx, parse_serial_pin);
    mapping.read("rx", uart.rx, parse_serial_pin);
    check_line(mapping, uart, device);
    return uart;
}

}  // namespace otbench::runner::parts
