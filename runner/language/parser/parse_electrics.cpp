// The converter and the cable of a bus, and how they change.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "base/config/suggest.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "firmware_model/storage/serial_pins.hpp"
#include "runner/language/converter_models.hpp"
#include "runner/language/electrical_change.hpp"
#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

using circuit::electrical_parameters;
using circuit::ElectricalForm;
using circuit::ElectricalParameter;
using circuit::ElectricalPart;
using circuit::Electrics;
using circuit::parse_electrical;

std::string usable_pins() {
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < firmware::serial_pins.size(); ++i) {
        if (firmware::serial_pins[i].obstacle.empty()) free.push_back(i);
    }
    return fmt::format("{}", fmt::join(free, ", "));
}

/// Nothing when the pin can be wired to a converter; otherwise what is in the way, for the user.
std::optional<InputError> obstacle_of(int gpio) {
    const auto obstacle = firmware::serial_pins.at(static_cast<std::size_t>(gpio)).obstacle;
    if (obstacle.empty()) return std::nullopt;
    return InputError{
        fmt::format("gpio{} cannot be wired to the converter: {}; usable: gpio {}", gpio, obstacle, usable_pins())};
}

/// A pin that can be wired to the converter.
Checked<Pin> parse_pin(std::string_view text, boost::span<const Device> devices) {
    auto pin = parse_device_pin(text, devices);
    if (!pin) return pin;
    if (auto obstacle = obstacle_of(pin->gpio)) return *obstacle;
    return pin;
}

/// "boiler.hat".
Checked<SerialPort> parse_port(std::string_view text, boost::span<const Device> devices) {
    const auto dot = text.find('.');
    const auto kind = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (kind != "hat" && kind != "mezzanine")
        return InputError{
            fmt::format("invalid port '{}' (expected a device and hat or mezzanine, such as boiler.hat)", text)};
    const auto name = check_device(text.substr(0, dot), devices);
    if (!name) return name.error();
    const auto& device =
        *std::find_if(devices.begin(), devices.end(), [&](const Device& each) { return each.name == *name; });
    if (kind == "hat" ? !device.firmware.mbus_hat : !device.firmware.mbus_mezz)
        return InputError{fmt::format("'{}' needs a {} (expected {}: true)", *name, kind, kind)};
    return SerialPort{*name, kind == "hat" ? SerialPort::Kind::hat : SerialPort::Kind::mezzanine};
}

Checked<circuit::ConverterModel> parse_model(std::string_view text) {
    std::vector<std::string_view> names;
    for (const auto& known : converter_models) {
        if (known.name == text) return known.model;
        names.push_back(known.name);
    }
    return InputError{fmt::format("unknown converter model '{}'{}", text, did_you_mean(text, names))};
}

const ElectricalParameter& parameter_of(ElectricalForm form) {
    const auto all = electrical_parameters();
    return *std::find_if(all.begin(), all.end(), [&](const auto& parameter) { return parameter.form == form; });
}

/// "86.1 Ohm", "x1.05" (of the nominal value), "open", "short" or, without a value, "nominal".
Checked<std::optional<double>> parse_resistor(std::string_view name, std::string_view text) {
    if (text == "nominal") return std::optional<double>{};
    if (text == "open") return std::optional{circuit::open_circuit};
    if (text == "short") return std::optional{0.0};
    if (text.substr(0, 1) != "x") {
        const auto ohm = parse_electrical(parameter_of(ElectricalForm::resistors), text);
        if (!ohm) return ohm.error();
        return std::optional{*ohm};
    }
    const auto factor = parse_number(text.substr(1));
    if (!factor || !(*factor > 0))
        return InputError{fmt::format("invalid factor '{}' (expected a factor above 0 such as x1.05)", text)};
    return std::optional{*factor * circuit::nominal_circuit()->find(std::string{name})->nominal};
}

Checked<bool> parse_transistor(std::string_view text) {
    if (text == "short") return true;
    if (text == "nominal") return false;
    return InputError{fmt::format("invalid transistor state '{}' (expected short or nominal)", text)};
}

/// Reads a mapping of parts, "R5" or "Q2", into `changes` under the circuit's names, "r5" or "q2".
template <class Change, class Parse>
void read_parts(const YamlNode& node, const MappingDescription& description, std::map<std::string, Change>& changes,
                Parse parse, const Context& context) {
    const Mapping mapping = open_mapping(node, description, context);
    for (const auto& key : description.keys) {
        if (mapping.find(key.name) == nullptr) continue;
        std::string name{key.name};
        name.front() = static_cast<char>(name.front() - 'A' + 'a');
        mapping.read(key.name, changes[name], [&](std::string_view text) { return parse(name, text); });
    }
}

/// Whether the device's UART that leads out of the bench is on these pins or this port.
bool leads_outside(const Device& device, const Converter& converter) {
    if (!device.uart) return false;
    const DeviceUart& uart = *device.uart;
    if (converter.port)
        return converter.port->device == device.name &&
               uart.line == (converter.port->kind == SerialPort::Kind::hat ? DeviceUart::Line::hat
                                                                           : DeviceUart::Line::mezzanine);
    const auto uses = [&](const Pin& pin) {
        return pin.device == device.name && (pin.gpio == uart.tx || pin.gpio == uart.rx);
    };
    return uart.line == DeviceUart::Line::pins && (uses(converter.tx) || uses(converter.rx));
}

/// What the converter is wired to: a port, two pins or, with `outside_master`, neither.
void parse_wiring(const Mapping& mapping, Converter& converter, bool outside_master, const Context& context) {
    if (outside_master) {
        for (const char* key : {"port", "tx", "rx"})
            if (mapping.find(key) != nullptr)
                mapping.complain(key, fmt::format("'{}' is not used: a bridge is this converter's master", key));
        return;
    }
    mapping.read("port", converter.port, [&](std::string_view text) { return parse_port(text, context.devices); });
    const bool has_port = mapping.find("port") != nullptr;
    const bool has_pins = mapping.find("tx") != nullptr || mapping.find("rx") != nullptr;
    if (context.version >= 2 && !has_port && !has_pins) return;  // the bench is its master
    const auto pin = [&](std::string_view text) { return parse_pin(text, context.devices); };
    for (const auto& [key, target] : {std::pair{"tx", &converter.tx}, std::pair{"rx", &converter.rx}}) {
        mapping.read(key, *target, pin);
        const bool given = mapping.find(key) != nullptr;
        if (has_port && given) mapping.complain(key, fmt::format("'{}' and 'port' exclude each other", key));
        if (!has_port && !given)
            mapping.complain(key,
                             fmt::format("the converter needs '{}': a pin such as boiler.gpio15, or a 'port'", key));
        if (const auto* value = mapping.find(key)) target->at = value->at;
    }
    const auto& [tx, rx] = std::tie(converter.tx, converter.rx);
    if (tx.gpio >= 0 && tx.gpio == rx.gpio && tx.device == rx.device) {
        mapping.complain("rx",
                         fmt::format("tx and rx are both {}.gpio{} (expected different pins)", rx.device, rx.gpio));
    }
    for (const Device& device : context.devices)
        if (leads_outside(device, converter))
            mapping.complain(
                has_port ? "port" : "tx",
                fmt::format("the 'uart' of '{}' already connects this line to an external peer", device.name));
}

}  // namespace

Checked<int> parse_serial_pin(std::string_view text) {
    constexpr int highest = static_cast<int>(firmware::serial_pins.size()) - 1;
    const auto number = parse_whole_number(text, 0, highest);
    if (!number) return InputError{fmt::format("invalid pin '{}' (expected 0 to {})", text, highest)};
    if (auto obstacle = obstacle_of(static_cast<int>(*number))) return *obstacle;
    return static_cast<int>(*number);
}

ElectricalChange parse_electrical_change(const Mapping& mapping, ElectricalPart part, circuit::ConverterModel model,
                                         const Context& context) {
    ElectricalChange change;
    for (const ElectricalParameter& parameter : electrical_parameters()) {
        const auto* node = parameter.part == part && !parameter.key.empty() ? mapping.find(parameter.key) : nullptr;
        if (node == nullptr) continue;
        const bool is_part = parameter.get == nullptr;
        if (is_part && !description_of(model).has_parts) {
            mapping.complain(parameter.key, fmt::format("a {} has no parts to change", description_of(model).name));
        } else if (parameter.form == ElectricalForm::resistors) {
            read_parts(*node, keys::resistors, change.resistors, parse_resistor, context);
        } else if (parameter.form == ElectricalForm::transistors) {
            read_parts(
                *node, keys::transistors, change.transistors,
                [](std::string_view, std::string_view text) { return parse_transistor(text); }, context);
        } else {
            double value = 0.0;
            mapping.read(parameter.key, value,
                         [&](std::string_view text) { return parse_electrical(parameter, text); });
            change.values.emplace_back(&parameter, value);
        }
    }
    return change;
}

Converter parse_converter(const YamlNode& node, Electrics& electrics, bool outside_master, const Context& context) {
    Converter converter;
    converter.at = node.at;
    circuit::ConverterModel& model = electrics.converter.model;
    model = circuit::ConverterModel::otb_iot;
    const Mapping mapping = open_mapping(node, keys::converter, context);
    mapping.read("model", model, parse_model);
    electrics.converter.supply_v = description_of(model).supply_v;
    parse_wiring(mapping, converter, outside_master, context);
    parse_electrical_change(mapping, ElectricalPart::converter, model, context).apply_to(electrics);
    return converter;
}

void parse_cable(const YamlNode& node, Electrics& electrics, const Context& context) {
    const Mapping mapping = open_mapping(node, keys::cable, context);
    parse_electrical_change(mapping, ElectricalPart::cable, electrics.converter.model, context).apply_to(electrics);
}

}  // namespace otbench::runner::parts
