#include "meters/line/control.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "meters/meter_settings.hpp"

namespace otbench::meters {
namespace {

constexpr std::string_view every = "*";
constexpr std::string_view bus_prefix = "bus:";

std::vector<Meter*> all_meters(const std::vector<ControlledBus>& buses) {
    std::vector<Meter*> meters;
    for (const ControlledBus& bus : buses)
        for (std::size_t i = 0; i < bus.gateway->line().size(); ++i) meters.push_back(&bus.gateway->line().meter(i));
    return meters;
}

/// The first word of `text`, which is advanced behind it.
std::string_view take_word(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return word;
}

Checked<std::vector<Meter*>> meters_named(std::string_view name, const std::vector<Meter*>& meters) {
    std::vector<Meter*> found;
    std::vector<std::string_view> names;
    for (Meter* meter : meters) {
        if (name == every || meter->name() == name) found.push_back(meter);
        names.push_back(meter->name());
    }
    if (!found.empty()) return found;
    return InputError{fmt::format("unknown meter '{}' (expected one of {})", name, fmt::join(names, ", "))};
}

std::string list(const std::vector<Meter*>& meters) {
    std::string text;
    for (const Meter* meter : meters)
        text += fmt::format("{} {} {} {}\n", meter->name(), meter->primary_address(), meter->readout().id(),
                            meter->profile().name);
    return text;
}

std::string list_buses(const std::vector<ControlledBus>& buses) {
    std::string text;
    for (const ControlledBus& bus : buses) text += fmt::format("{}{}\n", bus_prefix, bus.name);
    return text;
}

Checked<std::string> get(const std::vector<Meter*>& meters, std::string_view key) {
    std::string text;
    for (const Meter* meter : meters) {
        std::vector<std::string> keys{std::string{key}};
        if (key.empty()) {
            const auto keys_of_all = setting_keys();
            const auto values = meter->readout().value_names();
            keys.assign(keys_of_all.begin(), keys_of_all.end());
            keys.insert(keys.end(), values.begin(), values.end());
        }
        for (const std::string& one : keys) {
            const auto value = setting_of(*meter, one);
            if (!value) return value.error();
            text += fmt::format("{}={}\n", one, *value);
        }
    }
    return text;
}

Checked<std::string> set(const std::vector<Meter*>& meters, std::string_view key, std::string_view value) {
    for (Meter* meter : meters)
        if (const auto done = apply_setting(*meter, key, value); !done)
            return InputError{fmt::format("meter '{}': {}", meter->name(), done.error().message)};
    return std::string{};
}

/// What a command is about: meters, or links of buses.
struct Target {
    std::vector<Meter*> meters;
    std::vector<LineGateway*> links;
};

Checked<Target> buses_named(std::string_view name, const std::vector<ControlledBus>& buses) {
    Target target;
    std::vector<std::string_view> names;
    for (const ControlledBus& bus : buses) {
        if (name == every || bus.name == name) target.links.push_back(bus.gateway);
        names.push_back(bus.name);
    }
    if (!target.links.empty()) return target;
    return InputError{fmt::format("unknown bus '{}' (expected one of {})", name, fmt::join(names, ", "))};
}

Checked<Target> target_named(std::string_view name, std::string_view key, const std::vector<ControlledBus>& buses) {
    if (name.substr(0, bus_prefix.size()) == bus_prefix) return buses_named(name.substr(bus_prefix.size()), buses);
    if (name == every && find_link_fault(key)) return buses_named(every, buses);
    auto meters = meters_named(name, all_meters(buses));
    if (!meters) return meters.error();
    return Target{std::move(*meters), {}};
}

Checked<std::string> get_link(const std::vector<LineGateway*>& links, std::string_view key) {
    std::string text;
    for (const LineGateway* link : links)
        for (const LinkFaultEntry& fault : link_fault_entries())
            if (key.empty() || fault.name == key) text += fmt::format("{}={}\n", fault.name, fault.get(link->link()));
    if (text.empty()) return InputError{fmt::format("a bus has no '{}'; see 'otbench profiles faults'", key)};
    return text;
}

Checked<std::string> set_link(const std::vector<LineGateway*>& links, std::string_view key, std::string_view value) {
    for (LineGateway* link : links) {
        LinkFaults faults = link->link();
        if (const auto done = set_link_fault(faults, key, value); !done) return done.error();
        link->set_link(faults);
    }
    return std::string{};
}

}  // namespace

Checked<std::string> carry_out(std::string_view line, const std::vector<ControlledBus>& buses) {
    const std::string_view verb = take_word(line);
    if (verb == "list") return list(all_meters(buses));
    if (verb == "buses") return list_buses(buses);
    if (verb != "get" && verb != "set")
        return InputError{
            fmt::format("unknown command '{}' (expected list, buses, get METER [KEY] or set METER KEY=VALUE)", verb)};
    const std::string_view name = take_word(line);
    const std::size_t equals = line.find('=');
    const std::string_view key = line.substr(0, equals);
    const auto target = target_named(name, key, buses);
    if (!target) return target.error();
    if (verb == "get") return target->links.empty() ? get(target->meters, line) : get_link(target->links, line);
    if (equals == std::string_view::npos) return InputError{fmt::format("'{}' is not KEY=VALUE", line)};
    const std::string_view value = line.substr(equals + 1);
    return target->links.empty() ? set(target->meters, key, value) : set_link(target->links, key, value);
}

}  // namespace otbench::meters
