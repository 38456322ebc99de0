#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/config/suggest.hpp"
#include "base/numbers.hpp"
#include "circuit/electrics/meter_limits.hpp"
#include "runner/language/converter_models.hpp"
#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"

namespace otbench::runner::parts {

namespace {

/// Whether values and settings can be checked against that profile.
bool is_known(const std::string& profile, const Context& context) {
    const ProfileCatalog& catalog = *context.profiles;
    return catalog.profiles.count(profile) != 0 || (catalog.is_path && catalog.is_path(profile));
}

/// The profile of this name, or the path of the one that `text` names, seen from `folder`.
Checked<std::string> parse_profile(std::string_view text, const std::string& folder, const Context& context) {
    const ProfileCatalog& catalog = *context.profiles;
    if (catalog.is_path && catalog.is_path(text)) {
        const std::string path = (std::filesystem::path{folder} / text).lexically_normal().string();
        std::error_code unreadable;
        if (std::filesystem::exists(path, unreadable)) return path;
        return InputError{fmt::format("profile '{}' does not exist (expected a file)", path)};
    }
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
        return InputError{fmt::format("invalid primary address '{}' (expected 0 to {})", text, highest_primary)};
    return static_cast<int>(*address);
}

Checked<std::string> parse_meter_id(std::string_view text) {
    constexpr std::size_t size = 8;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() == size && std::all_of(text.begin(), text.end(), is_digit)) return std::string{text};
    return InputError{fmt::format("invalid identification number '{}' (expected eight digits such as 14273160)", text)};
}

void parse_values(const YamlNode& node, Meter& meter, const Context& context) {
    if (!expect_kind(node, YamlNode::Kind::mapping, "values", "a mapping of the profile's value names",
                     context.diagnostics))
        return;
    std::optional<ProfileCatalog::Names> names;
    if (is_known(meter.profile, context)) names = context.profiles->values(meter.profile);
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        const auto& name = entry->key.text;
        if (!expect_kind(entry->value, YamlNode::Kind::text, name, "a value such as 9730 kWh", context.diagnostics))
            continue;
        meter.values.emplace(name, entry->value.text);
        meter.value_positions.emplace(name, entry->value.at);
        if (!names) continue;  // reported already, or when the meter is built
        if (names->count(name) == 0) {
            const std::vector<std::string_view> known(names->begin(), names->end());
            context.diagnostics.add(entry->key.at, fmt::format("unknown value '{}' of profile '{}'{}", name,
                                                               meter.profile, did_you_mean(name, known)));
        } else if (context.profiles->complaint) {
            const auto complaint = context.profiles->complaint(meter.profile, name, entry->value.text);
            if (complaint) context.diagnostics.add(entry->value.at, *complaint);
        }
    }
}

}  // namespace

Checked<double> parse_unit_loads(std::string_view text) {
    return parse_within(circuit::limits_of_meters::unit_loads, text);
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
        if (!placeholders_in(entry->value.text).empty()) {  // a step saves the value
            if (const auto known = check_placeholders(entry->value.text, context); !known)
                context.diagnostics.add(entry->value.at, known.error().message);
            continue;
        }
        if (!context.profiles->complaint || !is_known(profile, context)) continue;
        const auto complaint = context.profiles->complaint(profile, name, entry->value.text);
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
        if (!context.profiles->link_complaint) continue;
        const auto complaint = context.profiles->link_complaint(name, entry->value.text);
        if (complaint) context.diagnostics.add(entry->value.at, *complaint);
    }
    return faults;
}

namespace {

SerialLink parse_serial_link(const YamlNode& node, const Context& context) {
    SerialLink link;
    const Mapping mapping = open_mapping(node, keys::serial_link, context);
    mapping.read("baud", link.baud, parse_speed);
    if (const auto* faults = mapping.find("faults")) link.faults = parse_link_faults(*faults, "faults", context);
    return link;
}

Meter parse_meter(const YamlEntry& entry, const Context& context) {
    Meter meter;
    meter.at = entry.key.at;
    meter.name = entry.key.text;
    if (const auto name = check_name(meter.name); !name) context.diagnostics.add(meter.at, name.error().message);
    const Mapping mapping = open_mapping(entry.value, keys::meter, context);
    if (const auto* profile = mapping.find("profile"))
        mapping.read("profile", meter.profile, [&](std::string_view text) {
            return parse_profile(text, folder_of(profile->at, context), context);
        });
    meter.address = -1;  // until one is read, so that two meters without one do not clash
    mapping.read("address", meter.address, parse_address);
    mapping.read("id", meter.id, parse_meter_id);
    mapping.read("baud", meter.baud, parse_speed);
    mapping.read("unit-loads", meter.unit_loads, parse_unit_loads);
    mapping.read("space-current", meter.space_current_a, within(circuit::limits_of_meters::space_current));
    mapping.read("receive-threshold", meter.receive_threshold_v, within(circuit::limits_of_meters::receive_threshold));
    mapping.read("distance", meter.distance_m, within(circuit::limits_of_meters::distance));
    mapping.read("response-delay", meter.response_delay, parse_duration);
    if (const auto* values = mapping.find("values")) parse_values(*values, meter, context);
    mapping.read("shares-address", meter.shares_address, parse_truth);
    if (const auto* faults = mapping.find("faults"))
        meter.settings = parse_settings(*faults, "faults", meter.profile, context);
    const auto check_model = [&](std::string_view text) -> Checked<std::string> {
        std::optional<std::string> complaint;
        if (context.profiles->complaint && is_known(meter.profile, context))
            complaint = context.profiles->complaint(meter.profile, "model", std::string{text});
        return complaint ? Checked<std::string>{InputError{*complaint}} : std::string{text};
    };
    if (const auto model = mapping.converted("model", check_model)) meter.settings["model"] = *model;
    return meter;
}

/// The primary addresses of a bus, so the most meters of a fleet.
constexpr int most_of_a_kind = 250;

/// The identification number that comes `n` after `id`.
std::string following_id(const std::string& id, int n) {
    constexpr std::int64_t numbers = 100'000'000;
    return fmt::format("{:08}", (parse_integer<std::int64_t>(id).value() + n) % numbers);
}

/// The meters that an entry describes: one, or a fleet of `count`.
std::vector<Meter> parse_fleet(const YamlEntry& entry, const Context& context) {
    const Meter first = parse_meter(entry, context);
    const auto* node = config::find(entry.value, "count");
    if (node == nullptr) return {first};
    const int room = first.shares_address ? most_of_a_kind : most_of_a_kind - std::max(first.address, 1) + 1;
    const auto count = parse_whole_number(node->text, 1, room);
    if (!count) {
        context.diagnostics.add(node->at, fmt::format("invalid count '{}' (expected 1 to {})", node->text, room));
        return {first};
    }
    std::vector<Meter> fleet;
    for (int i = 0; i < *count; ++i) {
        fleet.push_back(first);
        Meter& meter = fleet.back();
        meter.name = fmt::format("{}-{}", first.name, i + 1);
        if (first.address >= 0 && !first.shares_address) meter.address = first.address + i;
        if (first.id) meter.id = following_id(*first.id, i);
    }
    return fleet;
}

std::vector<Meter> parse_meters(const YamlNode& node, const Context& context) {
    std::vector<Meter> meters;
    if (!expect_kind(node, YamlNode::Kind::mapping, "meters", "a mapping of meter names", context.diagnostics))
        return meters;
    std::map<int, std::string> owners;  // address → meter
    for (const auto* entry : distinct_entries(node, context.diagnostics)) {
        for (Meter& meter : parse_fleet(*entry, context)) {
            const bool is_alone = meter.address >= 0 && !meter.shares_address;
            const auto owner = is_alone ? owners.emplace(meter.address, meter.name) : std::pair{owners.end(), true};
            if (!owner.second)
                context.diagnostics.add(
                    meter.at, fmt::format("'{}' has the address {} of '{}' (expected different primary addresses)",
                                          meter.name, meter.address, owner.first->second));
            meters.push_back(std::move(meter));
        }
    }
    return meters;
}

Bus parse_bus(const std::string& name, const YamlNode& node, const Context& context) {
    Bus bus;
    bus.name = name;
    bus.at = node.at;
    const Mapping mapping = open_mapping(node, keys::bus, context);
    if (const auto* bridges = mapping.find("bridge")) bus.bridges = parse_bridges(*bridges, context);
    bus.converter.at = node.at;
    bus.electrics.converter.model = circuit::ConverterModel::standard_master;  // unless the file has a converter
    bus.electrics.converter.supply_v = description_of(bus.electrics.converter.model).supply_v;
    if (const auto* converter = mapping.find("converter"))
        bus.converter = parse_converter(*converter, bus.electrics, bus.has_outside_master(), context);
    if (const auto* link = mapping.find("serial-link")) bus.serial_link = parse_serial_link(*link, context);
    if (bus.serial_link && bus.has_outside_master())
        mapping.complain("serial-link", "'serial-link' is not used: a bridge is the master of this bus");
    if (const auto* cable = mapping.find("cable")) parse_cable(*cable, bus.electrics, context);
    if (const auto* meters = mapping.find("meters")) bus.meters = parse_meters(*meters, context);
    return bus;
}

/// In the trace, a name stands for one thing.
void check_distinct_names(const std::vector<Bus>& buses, const Context& context) {
    std::map<std::string_view, std::string> owners;
    for (const Device& device : context.devices) owners.emplace(device.name, "device");
    const auto take = [&](const Position& at, const std::string& name, const std::string& owner) {
        const auto [first, is_new] = owners.emplace(name, owner);
        if (!is_new)
            context.diagnostics.add(at, fmt::format("the name '{}' is that of a {} already (expected different names)",
                                                    name, first->second));
    };
    for (const Bus& bus : buses) take(bus.at, bus.name, "bus");
    for (const Bus& bus : buses)
        for (const Meter& meter : bus.meters) take(meter.at, meter.name, fmt::format("meter of '{}'", bus.name));
}

}  // namespace

std::vector<Bus> parse_named_buses(const YamlNode& node, const Context& context) {
    std::vector<Bus> buses;
    if (!expect_kind(node, YamlNode::Kind::mapping, "buses", types::buses.wording, context.diagnostics)) return buses;
    for (const YamlEntry* entry : distinct_entries(node, context.diagnostics)) {
        if (const auto name = check_name(entry->key.text); !name)
            context.diagnostics.add(entry->key.at, name.error().message);
        buses.push_back(parse_bus(entry->key.text, entry->value, context));
        buses.back().at = entry->key.at;
        for (Bridge& bridge : buses.back().bridges)
            bridge.settings.name = fmt::format("{}_{}", entry->key.text, bridge.settings.name);
    }
    if (buses.empty()) context.diagnostics.add(node.at, "'buses' has no bus (expected at least one)");
    check_distinct_names(buses, context);
    return buses;
}

std::vector<Bus> parse_buses(const Mapping& scenario, const Context& context) {
    const auto* one = scenario.find("bus");
    const auto* several = scenario.find("buses");
    if (one != nullptr && several != nullptr) scenario.complain("buses", "'bus' and 'buses' exclude each other");
    if (one != nullptr) return {parse_bus(Bus{}.name, *one, context)};
    if (several == nullptr) return {};
    return parse_named_buses(*several, context);
}

const Bus* parse_step_bus(const Mapping& step, std::string_view verb, const Context& context) {
    if (context.buses.empty()) {
        step.complain(verb, "this step needs a bus (expected 'bus' in the scenario)");
        return nullptr;
    }
    std::vector<std::string_view> names;
    for (const Bus& bus : context.buses) names.push_back(bus.name);
    if (step.find("bus") == nullptr) {
        if (names.size() == 1) return &context.buses.front();
        step.complain(verb, fmt::format("{} buses to choose from (expected 'bus')", names.size()));
        return nullptr;
    }
    const Bus* chosen = nullptr;
    static_cast<void>(step.converted("bus", [&](std::string_view text) -> Checked<std::string> {
        for (const Bus& bus : context.buses)
            if (bus.name == text) chosen = &bus;
        if (chosen != nullptr) return std::string{text};
        return InputError{fmt::format("unknown bus '{}'{}", text, did_you_mean(text, names))};
    }));
    return chosen;
}

Checked<MeterOnBus> find_meter(std::string_view name, const Context& context, std::string_view expected) {
    std::vector<std::string_view> names;
    for (const Bus& bus : context.buses)
        for (const Meter& meter : bus.meters) {
            if (meter.name == name) return MeterOnBus{&bus, &meter};
            names.push_back(meter.name);
        }
    return InputError{fmt::format("unknown meter '{}'{}{}", name, expected, did_you_mean(name, names))};
}

}  // namespace otbench::runner::parts
