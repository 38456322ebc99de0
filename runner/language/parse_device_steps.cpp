// The steps that do something to devices and the network between them and the broker.

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

#include "base/config/suggest.hpp"
#include "runner/language/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

struct LinkEvent {
    std::string_view name;
    LinkStep::What what;
};

constexpr LinkEvent link_events[] = {
    {"wifi down", LinkStep::What::wifi_down},     {"wifi up", LinkStep::What::wifi_up},
    {"broker down", LinkStep::What::broker_down}, {"broker up", LinkStep::What::broker_up},
    {"closed", LinkStep::What::closed},           {"reset", LinkStep::What::reset},
};

Checked<LinkStep::What> parse_link_event(std::string_view text) {
    const auto found =
        std::find_if(std::begin(link_events), std::end(link_events), [&](const auto& e) { return e.name == text; });
    if (found != std::end(link_events)) return found->what;
    std::vector<std::string_view> names;
    for (const auto& event : link_events) names.push_back(event.name);
    return InputError{fmt::format("'{}' does not happen to a network{}", text, did_you_mean(text, names))};
}

Checked<bool> parse_level(std::string_view text) {
    if (text == "high") return true;
    if (text == "low") return false;
    return InputError{fmt::format("'{}' is no level; it is low or high", text)};
}

Checked<int> parse_gpio(std::string_view text) {
    constexpr int highest = 16;
    const auto number = parse_whole_number(text, 0, highest);
    if (!number) return InputError{fmt::format("'{}' is no pin; it is a number from 0 to {}", text, highest)};
    return static_cast<int>(*number);
}

Checked<bool> parse_serial_path(std::string_view text) {
    if (text == "mezzanine") return true;
    if (text == "softuart") return false;
    return InputError{fmt::format("'{}' is no way to the bus; it is softuart or mezzanine", text)};
}

std::vector<int> parse_addresses(const YamlNode& node, const Context& context) {
    constexpr int highest = 255;
    std::vector<int> addresses;
    if (!expect_kind(node, YamlNode::Kind::list, "addresses", "a list of primary addresses", context.diagnostics))
        return addresses;
    for (const auto& item : node.items) {
        const auto address = item.kind == YamlNode::Kind::text ? parse_whole_number(item.text, 0, highest)
                                                               : Checked<std::int64_t>{InputError{""}};
        if (address) {
            addresses.push_back(static_cast<int>(*address));
        } else {
            context.diagnostics.add(item.at, fmt::format("'{}' is no address; it is 0 to {}", item.text, highest));
        }
    }
    if (node.items.empty()) context.diagnostics.add(node.at, "the script needs at least one address");
    return addresses;
}

/// The pin at `key` with its place.
Pin read_pin(const Mapping& step, std::string_view key, const Context& context) {
    Pin pin;
    step.read(key, pin, [&](std::string_view text) { return parse_device_pin(text, context.devices); });
    if (const auto* value = step.find(key)) pin.at = value->at;
    return pin;
}

}  // namespace

Checked<int> parse_speed(std::string_view text) {
    constexpr int fastest = 1'000'000;
    const auto speed = parse_whole_number(text, 1, fastest);
    if (!speed) return InputError{fmt::format("'{}' is no speed; it is 1 to {} baud", text, fastest)};
    return static_cast<int>(*speed);
}

Checked<Pin> parse_device_pin(std::string_view text, const std::vector<Device>& devices) {
    constexpr std::string_view prefix = "gpio";
    constexpr int highest = 16;
    const auto dot = text.find('.');
    const auto port = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (port.substr(0, prefix.size()) != prefix || port.size() == prefix.size()) {
        return InputError{fmt::format("'{}' is no pin; write the device and its pin: boiler.gpio15", text)};
    }
    const auto device = check_device(text.substr(0, dot), devices);
    if (!device) return device.error();
    const auto number = parse_whole_number(port.substr(prefix.size()), 0, highest);
    if (!number) return InputError{fmt::format("there is no pin '{}'; they are gpio0 to gpio{}", port, highest)};
    return Pin{{}, *device, static_cast<int>(*number)};
}

Step parse_link(const Mapping& step, const Context&) {
    LinkStep link{};
    step.read("link", link.what, parse_link_event);
    return {step.at(), titled("link", step.written("link")), link};
}

Step parse_power_cycle(const Mapping& step, const Context& context) {
    PowerCycleStep cycle;
    step.read("power-cycle", cycle.device, [&](std::string_view text) { return check_device(text, context.devices); });
    return {step.at(), titled("power-cycle", cycle.device), cycle};
}

Step parse_pin_step(const Mapping& step, const Context& context) {
    PinStep pin{read_pin(step, "pin", context)};
    step.read("level", pin.level, parse_level);
    return {step.at(), titled("pin", fmt::format("{} {}", step.written("pin"), step.written("level"))), pin};
}

Step parse_expect_pin(const Mapping& step, const Context& context) {
    ExpectPinStep pin{read_pin(step, "expect-pin", context)};
    step.read("level", pin.level, parse_level);
    return {step.at(), titled("expect pin", fmt::format("{} {}", step.written("expect-pin"), step.written("level"))),
            pin};
}

Step parse_sensor(const Mapping& step, const Context& context) {
    SensorStep sensor;
    step.read("sensor", sensor.sensor.address, parse_sensor_address);
    sensor.sensor.present = step.written("temperature") != "unplugged";
    if (sensor.sensor.present) step.read("temperature", sensor.sensor.temperature, parse_sensor_temperature);
    sensor.device = device_of(step, context);
    return {step.at(), titled("sensor", fmt::format("{} {}", sensor.sensor.address, step.written("temperature"))),
            std::move(sensor)};
}

Step parse_query_script(const Mapping& step, const Context& context) {
    QueryScriptStep script;
    if (const auto* node = step.find("query-script")) {
        const Mapping query{*node, keys::query, context.diagnostics};
        if (const auto* addresses = query.find("addresses")) script.addresses = parse_addresses(*addresses, context);
        query.read("serial", script.mezzanine, parse_serial_path);
        query.read("tx", script.tx, parse_gpio);
        query.read("rx", script.rx, parse_gpio);
        query.read("speed", script.speed, parse_speed);
    }
    script.device = device_of(step, context);
    return {step.at(), titled("query-script", ""), std::move(script)};
}

}  // namespace otbench::runner::parts
