// The converter and the cable of a bus, at the beginning and as steps change them.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "base/config/suggest.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "runner/language/converter_models.hpp"
#include "runner/language/limits.hpp"
#include "runner/language/parse_parts.hpp"

namespace otbench::runner::parts {

namespace {

// The limits keep the electrical model where it was measured, with room around it.
constexpr Limits supply{Dimension::voltage, 0.0, 42.0, "0 V to 42 V"};
constexpr Limits supply_resistance{Dimension::resistance, 0.0, 1e3, "0 Ohm to 1 kOhm"};
constexpr Limits ripple{Dimension::voltage, 0.0, 10.0, "0 V to 10 V"};
constexpr Limits ripple_frequency{Dimension::frequency, 1.0, 10e3, "1 Hz to 10 kHz"};
constexpr Limits temperature{Dimension::temperature, -40.0, 85.0, "-40 C to 85 C"};
constexpr Limits resistor{Dimension::resistance, 1e-3, 100e6, "1 mOhm to 100 MOhm (or open, or short)"};
constexpr Limits cable_length{Dimension::length, 0.0, 10e3, "0 m to 10 km"};
constexpr Limits cable_resistance{Dimension::resistance_per_length, 0.0, 10.0, "0 Ohm/m to 10 Ohm/m"};
constexpr Limits cable_capacitance{Dimension::capacitance_per_length, 0.0, 10e-9, "0 pF/m to 10 nF/m"};
constexpr Limits extra_capacitance{Dimension::capacitance, 0.0, 100e-6, "0 pF to 100 uF"};
constexpr Limits leak{Dimension::resistance, 1e-3, 100e6, "1 mOhm to 100 MOhm (or open)"};
constexpr Limits noise{Dimension::voltage, 0.0, 20.0, "0 V to 20 V"};
constexpr Limits noise_bandwidth{Dimension::frequency, 10.0, 5e6, "10 Hz to 5 MHz"};
constexpr Limits spikes{Dimension::voltage, 0.0, 100.0, "0 V to 100 V"};
constexpr Limits spike_rate{Dimension::frequency, 0.0, 10e3, "0 Hz to 10 kHz"};

/// What keeps a GPIO from carrying serial data on a bare D1 mini; empty when nothing does
/// (spec: firmware, sections 6.1 and 9.1).
constexpr std::string_view pin_obstacles[] = {
    "",                                 // 0
    "it sends the console",             // 1
    "",                                 // 2
    "it receives the console",          // 3
    "",                                 // 4
    "",                                 // 5
    "it belongs to the flash memory",   // 6
    "it belongs to the flash memory",   // 7
    "it belongs to the flash memory",   // 8
    "it belongs to the flash memory",   // 9
    "it belongs to the flash memory",   // 10
    "it belongs to the flash memory",   // 11
    "",                                 // 12
    "",                                 // 13
    "",                                 // 14
    "",                                 // 15
    "the software UART cannot use it",  // 16
};

std::string usable_pins() {
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < std::size(pin_obstacles); ++i) {
        if (pin_obstacles[i].empty()) free.push_back(i);
    }
    return fmt::format("{}", fmt::join(free, ", "));
}

/// Nothing when the pin can be wired to a converter; otherwise what is in the way, for the user.
std::optional<InputError> obstacle_of(int gpio) {
    const auto obstacle = pin_obstacles[static_cast<std::size_t>(gpio)];
    if (obstacle.empty()) return std::nullopt;
    return InputError{
        fmt::format("gpio{} cannot be wired to the converter: {}; usable: gpio {}", gpio, obstacle, usable_pins())};
}

/// A pin that can be wired to the converter.
Checked<Pin> parse_pin(std::string_view text, const std::vector<Device>& devices) {
    auto pin = parse_device_pin(text, devices);
    if (!pin) return pin;
    if (auto obstacle = obstacle_of(pin->gpio)) return *obstacle;
    return pin;
}

/// "boiler.hat".
Checked<SerialPort> parse_port(std::string_view text, const std::vector<Device>& devices) {
    const auto dot = text.find('.');
    const auto kind = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
    if (kind != "hat" && kind != "mezzanine")
        return InputError{fmt::format("'{}' is no port; write the device and hat or mezzanine: boiler.hat", text)};
    const auto name = check_device(text.substr(0, dot), devices);
    if (!name) return name.error();
    const auto& device =
        *std::find_if(devices.begin(), devices.end(), [&](const Device& each) { return each.name == *name; });
    if (kind == "hat" ? !device.firmware.mbus_hat : !device.firmware.mbus_mezz)
        return InputError{fmt::format("'{}' has no {}; give it one with {}: true", *name, kind, kind)};
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

constexpr double nominal = -1.0;  ///< a resistor as the circuit has it

/// "86.1 Ohm", "x1.05" (of the nominal value), "open", "short" or "nominal".
Checked<double> parse_resistor(std::string_view name, std::string_view text) {
    if (text == "nominal") return nominal;
    if (text == "open") return std::numeric_limits<double>::infinity();
    if (text == "short") return 0.0;
    if (text.substr(0, 1) != "x") return within(resistor)(text);
    const auto factor = parse_number(text.substr(1));
    if (!factor || !(*factor > 0)) return InputError{fmt::format("'{}' is no factor; write for example x1.05", text)};
    return *factor * circuit::nominal_circuit()->find(std::string{name})->nominal;
}

void parse_resistors(const YamlNode& node, std::map<std::string, double>& resistors, const Context& context) {
    const Mapping mapping{node, keys::resistors, context.diagnostics};
    for (const auto& key : keys::resistors.keys) {
        const auto name = fmt::format("r{}", key.name.substr(1));
        double ohm = nominal;
        mapping.read(key.name, ohm, [&](std::string_view text) { return parse_resistor(name, text); });
        if (mapping.find(key.name) != nullptr) resistors.erase(name);
        if (ohm >= 0.0) resistors.emplace(name, ohm);
    }
}

Checked<bool> parse_transistor(std::string_view text) {
    if (text == "short") return true;
    if (text == "nominal") return false;
    return InputError{fmt::format("'{}' happens to no transistor; it is short or nominal", text)};
}

void parse_transistors(const YamlNode& node, std::set<std::string>& shorted, const Context& context) {
    const Mapping mapping{node, keys::transistors, context.diagnostics};
    for (const auto& key : keys::transistors.keys) {
        const auto name = fmt::format("q{}", key.name.substr(1));
        bool is_short = shorted.count(name) != 0;
        mapping.read(key.name, is_short, parse_transistor);
        shorted.erase(name);
        if (is_short) shorted.insert(name);
    }
}

/// What may change while a scenario runs.
void read_converter(const Mapping& mapping, Converter& converter, const Context& context) {
    mapping.read("supply", converter.supply_v, within(supply));
    mapping.read("supply-resistance", converter.supply_resistance_ohm, within(supply_resistance));
    mapping.read("ripple", converter.ripple_v, within(ripple));
    mapping.read("ripple-frequency", converter.ripple_hz, within(ripple_frequency));
    mapping.read("temperature", converter.temperature_c, within(temperature));
    mapping.read("tx-floats", converter.tx_floats, parse_truth);
    for (const auto* key : {"resistors", "transistors"}) {
        if (mapping.find(key) == nullptr || converter.model == circuit::ConverterModel::otb_iot) continue;
        mapping.complain(key, fmt::format("a {} has no parts to change", description_of(converter.model).name));
        return;
    }
    if (const auto* resistors = mapping.find("resistors")) parse_resistors(*resistors, converter.resistors, context);
    if (const auto* transistors = mapping.find("transistors"))
        parse_transistors(*transistors, converter.shorted_transistors, context);
}

void read_cable(const Mapping& mapping, Cable& cable) {
    mapping.read("extra-capacitance", cable.extra_farad, within(extra_capacitance));
    mapping.read("leak", cable.leak_ohm, [](std::string_view text) -> Checked<double> {
        return text == "open" ? std::numeric_limits<double>::infinity() : within(leak)(text);
    });
    mapping.read("cut", cable.cut, parse_truth);
    mapping.read("noise", cable.noise_v, within(noise));
    mapping.read("noise-bandwidth", cable.noise_hz, within(noise_bandwidth));
    mapping.read("spikes", cable.spike_v, within(spikes));
    mapping.read("spike-rate", cable.spikes_hz, within(spike_rate));
    mapping.read("spike-duration", cable.spike_duration, parse_duration);
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
                mapping.complain(key, fmt::format("the bridge is this converter's master; leave '{}' out", key));
        return;
    }
    mapping.read("port", converter.port, [&](std::string_view text) { return parse_port(text, context.devices); });
    const bool has_port = mapping.find("port") != nullptr;
    const auto pin = [&](std::string_view text) { return parse_pin(text, context.devices); };
    for (const auto& [key, target] : {std::pair{"tx", &converter.tx}, std::pair{"rx", &converter.rx}}) {
        mapping.read(key, *target, pin);
        const bool given = mapping.find(key) != nullptr;
        if (has_port && given)
            mapping.complain(key, fmt::format("'port' says what it is wired to; leave '{}' out", key));
        if (!has_port && !given)
            mapping.complain(key,
                             fmt::format("the converter needs '{}': a pin such as boiler.gpio15, or a 'port'", key));
        if (const auto* value = mapping.find(key)) target->at = value->at;
    }
    const auto& [tx, rx] = std::tie(converter.tx, converter.rx);
    if (tx.gpio >= 0 && tx.gpio == rx.gpio && tx.device == rx.device) {
        mapping.complain("rx", fmt::format("tx and rx are both {}.gpio{}; they need a pin each", rx.device, rx.gpio));
    }
    for (const Device& device : context.devices)
        if (leads_outside(device, converter))
            mapping.complain(has_port ? "port" : "tx",
                             fmt::format("the 'uart' of '{}' leads this line out of the bench already", device.name));
}

}  // namespace

Checked<int> parse_serial_pin(std::string_view text) {
    constexpr int highest = static_cast<int>(std::size(pin_obstacles)) - 1;
    const auto number = parse_whole_number(text, 0, highest);
    if (!number) return InputError{fmt::format("'{}' is no pin; it is a number from 0 to {}", text, highest)};
    if (auto obstacle = obstacle_of(static_cast<int>(*number))) return *obstacle;
    return static_cast<int>(*number);
}

Converter parse_converter(const YamlNode& node, bool outside_master, const Context& context) {
    Converter converter;
    converter.at = node.at;
    converter.model = circuit::ConverterModel::otb_iot;
    const Mapping mapping{node, keys::converter, context.diagnostics};
    mapping.read("model", converter.model, parse_model);
    converter.supply_v = description_of(converter.model).supply_v;
    parse_wiring(mapping, converter, outside_master, context);
    read_converter(mapping, converter, context);
    return converter;
}

Cable parse_cable(const YamlNode& node, const Context& context) {
    Cable cable;
    cable.at = node.at;
    const Mapping mapping{node, keys::cable, context.diagnostics};
    mapping.read("length", cable.length_m, within(cable_length));
    mapping.read("resistance", cable.ohm_per_m, within(cable_resistance));
    mapping.read("capacitance", cable.farad_per_m, within(cable_capacitance));
    read_cable(mapping, cable);
    return cable;
}

Step parse_converter_step(const Mapping& step, const Context& context) {
    if (!context.has_bus) {
        step.complain("converter", "this scenario has no bus");
    } else if (const auto* node = step.find("converter")) {
        read_converter(Mapping{*node, keys::converter_change, context.diagnostics}, context.electrics->converter,
                       context);
    }
    return {step.at(), "converter changes", ElectricsStep{context.electrics->converter, context.electrics->cable}};
}

Step parse_cable_step(const Mapping& step, const Context& context) {
    if (!context.has_bus) {
        step.complain("cable", "this scenario has no bus");
    } else if (const auto* node = step.find("cable")) {
        read_cable(Mapping{*node, keys::cable_change, context.diagnostics}, context.electrics->cable);
    }
    return {step.at(), "cable changes", ElectricsStep{context.electrics->converter, context.electrics->cable}};
}

}  // namespace otbench::runner::parts
