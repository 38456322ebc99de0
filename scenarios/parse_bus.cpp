#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "scenarios/parse_parts.hpp"
#include "scenarios/suggest.hpp"

namespace otbench::scenarios::parts {

namespace {

/// What a quantity may be. The limits keep the electrical model where it was measured, with room around it.
struct Limits {
    Dimension dimension;
    double least, most;
    std::string_view wording;
};

constexpr Limits supply{Dimension::voltage, 12.0, 42.0, "12 V to 42 V"};
constexpr Limits supply_resistance{Dimension::resistance, 0.0, 1e3, "0 Ohm to 1 kOhm"};
constexpr Limits temperature{Dimension::temperature, -40.0, 85.0, "-40 C to 85 C"};
constexpr Limits resistor{Dimension::resistance, 1e-3, 100e6, "1 mOhm to 100 MOhm (or open, or short)"};
constexpr Limits cable_length{Dimension::length, 0.0, 10e3, "0 m to 10 km"};
constexpr Limits cable_resistance{Dimension::resistance_per_length, 0.0, 10.0, "0 Ohm/m to 10 Ohm/m"};
constexpr Limits cable_capacitance{Dimension::capacitance_per_length, 0.0, 10e-9, "0 pF/m to 10 nF/m"};
constexpr Limits extra_capacitance{Dimension::capacitance, 0.0, 100e-6, "0 pF to 100 uF"};
constexpr Limits space_current{Dimension::current, 0.0, 0.1, "0 mA to 100 mA"};
constexpr Limits unit_loads{Dimension::count, 0.0, 100.0, "0 to 100"};

/// A conversion for `Mapping::read`.
auto within(const Limits& limits) {
    return [&limits](std::string_view text) -> Checked<double> {
        const auto quantity = parse_quantity(text, limits.dimension);
        if (!quantity) return quantity.error();
        if (quantity->si >= limits.least && quantity->si <= limits.most) return quantity->si;
        return InputError{fmt::format("'{}' is out of range: {}", quantity->text, limits.wording)};
    };
}

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

Checked<std::string> check_converter_model(std::string_view text) {
    constexpr std::string_view model = "otb-iot-level-converter";
    if (text == model) return std::string{text};
    return InputError{fmt::format("unknown converter model '{}'{}", text, did_you_mean(text, {model}))};
}

Checked<double> parse_resistor(std::string_view text) {
    if (text == "open") return std::numeric_limits<double>::infinity();
    if (text == "short") return 0.0;
    return within(resistor)(text);
}

std::map<std::string, double> parse_resistors(const YamlNode& node, const Context& context) {
    std::map<std::string, double> resistors;
    const Mapping mapping{node, keys::resistors, context.diagnostics};
    for (const auto& key : keys::resistors.keys) {
        double ohm = -1.0;
        mapping.read(key.name, ohm, parse_resistor);
        if (ohm >= 0.0) resistors.emplace(fmt::format("r{}", key.name.substr(1)), ohm);
    }
    return resistors;
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

Converter parse_converter(const YamlNode& node, bool outside_master, const Context& context) {
    Converter converter;
    converter.at = node.at;
    const Mapping mapping{node, keys::converter, context.diagnostics};
    mapping.read("model", converter.model, check_converter_model);
    mapping.read("supply", converter.supply_v, within(supply));
    mapping.read("supply-resistance", converter.supply_resistance_ohm, within(supply_resistance));
    mapping.read("temperature", converter.temperature_c, within(temperature));
    parse_wiring(mapping, converter, outside_master, context);
    if (const auto* resistors = mapping.find("resistors")) converter.resistors = parse_resistors(*resistors, context);
    return converter;
}

Cable parse_cable(const YamlNode& node, const Context& context) {
    Cable cable;
    cable.at = node.at;
    const Mapping mapping{node, keys::cable, context.diagnostics};
    mapping.read("length", cable.length_m, within(cable_length));
    mapping.read("resistance", cable.ohm_per_m, within(cable_resistance));
    mapping.read("capacitance", cable.farad_per_m, within(cable_capacitance));
    mapping.read("extra-capacitance", cable.extra_farad, within(extra_capacitance));
    mapping.read("cut", cable.cut, parse_flag);
    return cable;
}

Checked<std::string> parse_profile(std::string_view text, const ProfileCatalog& catalog) {
    if (catalog.profiles.find(text) != catalog.profiles.end()) return std::string{text};
    std::vector<std::string_view> names;
    for (const auto& name : catalog.profiles) names.push_back(name);
    const auto guess = nearest(text, names);
    return InputError{fmt::format("unknown profile '{}'{} (otbench profiles list)", text,
                                  guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess))};
}

Checked<int> parse_address(std::string_view text) {
    constexpr int highest_primary = 250;  // EN 13757-2: above it are the special addresses
    const auto address = parse_whole_number(text, 0, highest_primary);
    if (!address)
        return InputError{
            fmt::format("'{}' is no primary address; a meter has one from 0 to {}", text, highest_primary)};
    return static_cast<int>(*address);
}

Checked<std::string> parse_meter_id(std::string_view text) {
    constexpr std::size_t size = 8;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() == size && std::all_of(text.begin(), text.end(), is_digit)) return std::string{text};
    return InputError{fmt::format("'{}' is no identification number; it has eight digits: 14273160", text)};
}

void parse_values(const YamlNode& node, Meter& meter, const Context& context) {
    if (!expect_kind(node, YamlNode::Kind::mapping, "values", "a mapping of the profile's value names",
                     context.diagnostics))
        return;
    std::optional<ProfileCatalog::Names> names;
    if (context.profiles.profiles.count(meter.profile) != 0) names = context.profiles.values(meter.profile);
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        const auto& name = entry->key.text;
        if (!expect_kind(entry->value, YamlNode::Kind::text, name, "a value such as 9730 kWh", context.diagnostics))
            continue;
        meter.values.emplace(name, entry->value.text);
        meter.value_positions.emplace(name, entry->value.at);
        if (!names) continue;  // reported already, or when the meter is built
        if (names->count(name) == 0) {
            const std::vector<std::string_view> known(names->begin(), names->end());
            context.diagnostics.add(entry->key.at, fmt::format("profile '{}' has no value '{}'{}", meter.profile, name,
                                                               did_you_mean(name, known)));
        } else if (context.profiles.complaint) {
            const auto complaint = context.profiles.complaint(meter.profile, name, entry->value.text);
            if (complaint) context.diagnostics.add(entry->value.at, *complaint);
        }
    }
}

}  // namespace

Checked<int> parse_serial_pin(std::string_view text) {
    constexpr int highest = static_cast<int>(std::size(pin_obstacles)) - 1;
    const auto number = parse_whole_number(text, 0, highest);
    if (!number) return InputError{fmt::format("'{}' is no pin; it is a number from 0 to {}", text, highest)};
    if (auto obstacle = obstacle_of(static_cast<int>(*number))) return *obstacle;
    return static_cast<int>(*number);
}

Checked<double> parse_unit_loads(std::string_view text) {
    return within(unit_loads)(text);
}

std::map<std::string, std::string> parse_settings(const YamlNode& node, std::string_view what,
                                                  const std::string& profile, const Context& context) {
    std::map<std::string, std::string> settings;
    if (!expect_kind(node, YamlNode::Kind::mapping, what, "a mapping of names to what they are", context.diagnostics))
        return settings;
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        const auto& name = entry->key.text;
        if (!expect_kind(entry->value, YamlNode::Kind::text, name, "a value such as yes or 5 s", context.diagnostics))
            continue;
        settings.emplace(name, entry->value.text);
        if (!context.profiles.complaint || context.profiles.profiles.count(profile) == 0) continue;
        const auto complaint = context.profiles.complaint(profile, name, entry->value.text);
        if (complaint) context.diagnostics.add(entry->value.at, *complaint);
    }
    return settings;
}

std::map<std::string, std::string> parse_link_faults(const YamlNode& node, std::string_view what,
                                                     const Context& context) {
    std::map<std::string, std::string> faults;
    if (!expect_kind(node, YamlNode::Kind::mapping, what, "a mapping of faults of links to what they are",
                     context.diagnostics))
        return faults;
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        const auto& name = entry->key.text;
        if (!expect_kind(entry->value, YamlNode::Kind::text, name, "a value such as yes or 5 s", context.diagnostics))
            continue;
        faults.emplace(name, entry->value.text);
        if (!context.profiles.link_complaint) continue;
        const auto complaint = context.profiles.link_complaint(name, entry->value.text);
        if (complaint) context.diagnostics.add(entry->value.at, *complaint);
    }
    return faults;
}

namespace {

SerialLink parse_serial_link(const YamlNode& node, const Context& context) {
    SerialLink link;
    const Mapping mapping{node, keys::serial_link, context.diagnostics};
    mapping.read("baud", link.baud, parse_speed);
    if (const auto* faults = mapping.find("faults")) link.faults = parse_link_faults(*faults, "faults", context);
    return link;
}

Meter parse_meter(const YamlEntry& entry, const Context& context) {
    Meter meter;
    meter.at = entry.key.at;
    meter.name = entry.key.text;
    if (const auto name = check_name(meter.name); !name) context.diagnostics.add(meter.at, name.error().message);
    const Mapping mapping{entry.value, keys::meter, context.diagnostics};
    mapping.read("profile", meter.profile,
                 [&](std::string_view text) { return parse_profile(text, context.profiles); });
    meter.address = -1;  // until one is read, so that two meters without one do not clash
    mapping.read("address", meter.address, parse_address);
    mapping.read("id", meter.id, parse_meter_id);
    mapping.read("baud", meter.baud, parse_speed);
    mapping.read("unit-loads", meter.unit_loads, parse_unit_loads);
    mapping.read("space-current", meter.space_current_a, within(space_current));
    mapping.read("response-delay", meter.response_delay, parse_duration);
    if (const auto* values = mapping.find("values")) parse_values(*values, meter, context);
    mapping.read("shares-address", meter.shares_address, parse_flag);
    if (const auto* faults = mapping.find("faults"))
        meter.faults = parse_settings(*faults, "faults", meter.profile, context);
    return meter;
}

std::vector<Meter> parse_meters(const YamlNode& node, const Context& context) {
    std::vector<Meter> meters;
    if (!expect_kind(node, YamlNode::Kind::mapping, "meters", "a mapping of meter names", context.diagnostics))
        return meters;
    std::map<int, std::string> owners;  // address → meter
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        meters.push_back(parse_meter(*entry, context));
        const auto& meter = meters.back();
        if (meter.address < 0 || meter.shares_address) continue;
        const auto [owner, is_new] = owners.emplace(meter.address, meter.name);
        if (!is_new) {
            context.diagnostics.add(
                meter.at, fmt::format("'{}' has the address {} of '{}'; a primary address is given once", meter.name,
                                      meter.address, owner->second));
        }
    }
    return meters;
}

}  // namespace

Bus parse_bus(const YamlNode& node, const Context& context) {
    Bus bus;
    bus.at = node.at;
    const Mapping mapping{node, keys::bus, context.diagnostics};
    if (const auto* bridges = mapping.find("bridge")) bus.bridges = parse_bridges(*bridges, context);
    if (const auto* converter = mapping.find("converter")) {
        bus.converter = parse_converter(*converter, bus.has_outside_master(), context);
    } else if (!bus.has_outside_master()) {
        context.diagnostics.add(bus.at, "the bus needs 'converter': a mapping that describes the level converter");
    }
    if (const auto* link = mapping.find("serial-link")) bus.serial_link = parse_serial_link(*link, context);
    if (bus.serial_link && bus.has_outside_master())
        mapping.complain("serial-link", "a bus whose master is a bridge has no line to a device");
    if (const auto* cable = mapping.find("cable")) bus.cable = parse_cable(*cable, context);
    if (const auto* meters = mapping.find("meters")) bus.meters = parse_meters(*meters, context);
    return bus;
}

}  // namespace otbench::scenarios::parts
