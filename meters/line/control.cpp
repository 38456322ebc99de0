#include "meters/line/control.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "base/config/suggest.hpp"
#include "meters/line/control_text.hpp"
#include "meters/meter_settings.hpp"

namespace otbench::meters {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view bus_prefix = "bus:";
constexpr std::string_view json_word = "json";

/// A meter and its place.
struct PlacedMeter {
    const ControlledBus* bus;
    std::size_t index;

    [[nodiscard]] Meter& meter() const { return bus->gateway->line().meter(index); }
};

/// What a command is about: meters, or links of buses.
struct Target {
    bool many;  ///< it was given as a pattern
    std::vector<PlacedMeter> meters;
    std::vector<const ControlledBus*> buses;
};

std::vector<PlacedMeter> all_meters(const ControlScope& scope) {
    std::vector<PlacedMeter> meters;
    for (const ControlledBus& bus : scope.buses)
        for (std::size_t i = 0; i < bus.gateway->line().size(); ++i) meters.push_back({&bus, i});
    return meters;
}

Checked<std::vector<PlacedMeter>> meters_named(const std::string& pattern, const ControlScope& scope) {
    std::vector<PlacedMeter> found;
    std::vector<std::string_view> names;
    for (const PlacedMeter& placed : all_meters(scope)) {
        if (matches(pattern, placed.meter().name())) found.push_back(placed);
        names.push_back(placed.meter().name());
    }
    if (!found.empty()) return found;
    return InputError{fmt::format("unknown meter '{}' (expected one of {})", pattern, fmt::join(names, ", "))};
}

Checked<std::vector<const ControlledBus*>> buses_named(std::string pattern, const ControlScope& scope) {
    if (pattern.compare(0, bus_prefix.size(), bus_prefix) == 0) pattern.erase(0, bus_prefix.size());
    std::vector<const ControlledBus*> found;
    std::vector<std::string_view> names;
    for (const ControlledBus& bus : scope.buses) {
        if (matches(pattern, bus.name)) found.push_back(&bus);
        names.push_back(bus.name);
    }
    if (!found.empty()) return found;
    return InputError{fmt::format("unknown bus '{}' (expected one of {})", pattern, fmt::join(names, ", "))};
}

/// Meters, or buses: "bus:NAME", and * before a key that only links have.
Checked<Target> target_named(const std::string& name, std::string_view first_key, const ControlScope& scope) {
    Target target{has_wild_card(name), {}, {}};
    if (name.compare(0, bus_prefix.size(), bus_prefix) == 0 || (name == "*" && find_link_fault(first_key))) {
        auto buses = buses_named(name, scope);
        if (!buses) return buses.error();
        target.buses = std::move(*buses);
        return target;
    }
    auto meters = meters_named(name, scope);
    if (!meters) return meters.error();
    target.meters = std::move(*meters);
    return target;
}

Checked<Reply> list(const Words& words, const ControlScope& scope) {
    const auto meters = meters_named(words.empty() ? "*" : words[0], scope);
    if (!meters && !words.empty()) return meters.error();
    Reply reply;
    for (const PlacedMeter& placed : meters ? *meters : std::vector<PlacedMeter>{}) {
        const Meter& meter = placed.meter();
        const auto address = std::to_string(meter.primary_address());
        reply.push_back({fmt::format("{} {} {} {}", meter.name(), address, meter.readout().id(), meter.profile().name),
                         {{"meter", meter.name()},
                          {"address", address},
                          {"id", meter.readout().id()},
                          {"profile", meter.profile().name},
                          {"bus", placed.bus->name}}});
    }
    return reply;
}

Checked<Reply> list_buses(const Words&, const ControlScope& scope) {
    Reply reply;
    for (const ControlledBus& bus : scope.buses)
        reply.push_back({fmt::format("{}{}", bus_prefix, bus.name), {{"bus", bus.name}}});
    return reply;
}

/// The keys that `patterns` name among `known`; a key without wild cards stands for itself, known or not.
Words keys_named(const Words& patterns, const Words& known) {
    Words keys;
    for (const std::string& pattern : patterns) {
        if (!has_wild_card(pattern))
            keys.push_back(pattern);
        else
            std::copy_if(known.begin(), known.end(), std::back_inserter(keys),
                         [&](const std::string& key) { return matches(pattern, key); });
    }
    return keys;
}

/// Settings, values and faults of a meter.
Words keys_of(const Meter& meter) {
    const auto settings = setting_keys();
    Words keys{settings.begin(), settings.end()};
    for (std::string& name : meter.readout().value_names()) keys.push_back(std::move(name));
    for (const FaultEntry& fault : fault_entries()) keys.emplace_back(fault.name);
    return keys;
}

Words link_keys() {
    Words keys;
    for (const LinkFaultEntry& fault : link_fault_entries()) keys.emplace_back(fault.name);
    return keys;
}

/// "energy=9730 kWh", behind the name of its owner where there are several.
ReplyRow setting_row(const Target& target, std::string_view kind, const std::string& owner, const std::string& key,
                     const std::string& value) {
    return {fmt::format("{}{}{}={}", target.many ? owner : "", target.many ? " " : "", key, value),
            {{std::string{kind}, owner}, {"key", key}, {"value", value}}};
}

using Getter = std::function<Checked<std::string>(Meter&, const std::string& key)>;

Checked<Reply> get_all(const Words& words, const ControlScope& scope, const Getter& getter) {
    const Words patterns = words.size() > 1 ? Words{words.begin() + 1, words.end()} : Words{"*"};
    const auto target = target_named(words[0], patterns[0], scope);
    if (!target) return target.error();
    Reply reply;
    for (const ControlledBus* bus : target->buses) {
        for (const std::string& key : keys_named(patterns, link_keys())) {
            const LinkFaultEntry* fault = find_link_fault(key);
            if (!fault) return InputError{fmt::format("unknown link fault '{}' (see 'otbench profiles faults')", key)};
            reply.push_back(setting_row(*target, "bus", fmt::format("{}{}", bus_prefix, bus->name), key,
                                        fault->get(bus->gateway->link())));
        }
    }
    for (const PlacedMeter& placed : target->meters) {
        Meter& meter = placed.meter();
        for (const std::string& key : keys_named(patterns, keys_of(meter))) {
            const auto value = getter(meter, key);
            if (!value) return value.error();
            reply.push_back(setting_row(*target, "meter", meter.name(), key, *value));
        }
    }
    return reply;
}

Checked<Reply> get(const Words& words, const ControlScope& scope) {
    return get_all(words, scope, [&](Meter& meter, const std::string& key) {
        return meter.application().value_named(key) ? meter.application().shown_value(key, scope.now)
                                                    : setting_of(meter, key);
    });
}

Checked<Reply> definition(const Words& words, const ControlScope& scope) {
    return get_all(words, scope, [](const Meter& meter, const std::string& key) { return setting_of(meter, key); });
}

/// Whether all meters would take all changes, so that none is made when one is wrong.
Checked<void> check_changes(const std::vector<PlacedMeter>& meters, const std::vector<Assignment>& changes) {
    for (const PlacedMeter& placed : meters) {
        const Meter& meter = placed.meter();
        for (const auto& [key, value] : changes)
            if (const auto good = check_setting(meter.shared_profile(), key, value); !good)
                return InputError{fmt::format("meter '{}': {}", meter.name(), good.error().message)};
    }
    return {};
}

Checked<Reply> set(const Words& words, const ControlScope& scope) {
    const auto changes = assignments({words.begin() + 1, words.end()});
    if (!changes) return changes.error();
    const auto target = target_named(words[0], changes->front().first, scope);
    if (!target) return target.error();
    for (const ControlledBus* bus : target->buses) {
        LinkFaults faults = bus->gateway->link();
        for (const auto& [key, value] : *changes)
            if (const auto done = set_link_fault(faults, key, value); !done) return done.error();
        bus->gateway->set_link(faults);
    }
    if (const auto good = check_changes(target->meters, *changes); !good) return good.error();
    for (const PlacedMeter& placed : target->meters)
        for (const auto& [key, value] : *changes)
            if (const auto done = apply_setting(placed.meter(), key, value); !done)
                return InputError{fmt::format("meter '{}': {}", placed.meter().name(), done.error().message)};
    return Reply{};
}

Checked<Reply> add(const Words& words, const ControlScope& scope) {
    const auto buses = buses_named(words[0], scope);
    if (!buses) return buses.error();
    if (buses->size() > 1)
        return InputError{fmt::format("'{}' names {} buses (expected one)", words[0], buses->size())};
    auto description = parse_meter_description(fmt::format("{}", fmt::join(words.begin() + 1, words.end(), " ")));
    if (!description) return description.error();
    description->shares_address = true;
    if (const auto added = add_meters(*description, *buses->front(), scope); !added) return added.error();
    return Reply{};
}

Checked<Reply> remove(const Words& words, const ControlScope& scope) {
    auto meters = meters_named(words[0], scope);
    if (!meters) return meters.error();
    for (auto placed = meters->rbegin(); placed != meters->rend(); ++placed)  // places behind a removed meter move up
        placed->bus->gateway->line().remove(placed->index, scope.now);
    return Reply{};
}

ReplyRow counts_row(std::string line, std::vector<std::pair<std::string, std::string>> fields,
                    const FrameCounts& counts) {
    for (const auto& [kind, count] : counts) {
        line += fmt::format(" {}={}", kind, count);
        fields.emplace_back(kind, std::to_string(count));
    }
    return {std::move(line), std::move(fields)};
}

Checked<Reply> counters(const Words& words, const ControlScope& scope) {
    const auto meters = meters_named(words.empty() ? "*" : words[0], scope);
    if (!meters) return meters.error();
    Reply reply;
    for (const PlacedMeter& placed : *meters) {
        const Meter& meter = placed.meter();
        reply.push_back(counts_row(meter.name(), {{"meter", meter.name()}}, meter.counts()));
    }
    return reply;
}

Checked<Reply> clients(const Words& words, const ControlScope& scope) {
    const auto buses = buses_named(words.empty() ? "*" : words[0], scope);
    if (!buses) return buses.error();
    Reply reply;
    for (const ControlledBus* bus : *buses) {
        for (const ClientSummary& client : bus->gateway->clients()) {
            const std::string state = client.connected ? "connected" : "disconnected";
            reply.push_back(counts_row(fmt::format("{}{} {} {}", bus_prefix, bus->name, client.name, state),
                                       {{"bus", bus->name}, {"client", client.name}, {"state", state}}, client.counts));
        }
    }
    return reply;
}

Checked<Reply> reset_counters(const Words&, const ControlScope& scope) {
    for (const PlacedMeter& placed : all_meters(scope)) placed.meter().reset_counts();
    for (const ControlledBus& bus : scope.buses) bus.gateway->reset_client_counts();
    return Reply{};
}

Checked<Reply> help(const Words&, const ControlScope&);

struct Command {
    std::string_view name;
    std::string_view arguments;
    std::size_t required;  ///< arguments
    std::size_t most;
    Checked<Reply> (*execute)(const Words& arguments, const ControlScope&);
    std::string_view meaning;
};
constexpr std::size_t any_number = 1000;
constexpr Command commands[] = {
    {"list", "[METER]", 0, 1, list, "name, address, id and profile of each meter"},
    {"buses", "", 0, 0, list_buses, "names of the buses"},
    {"get", "METER|BUS [KEY…]", 1, any_number, get,
     "settings, present values and faults of a meter, or faults of a bus's link"},
    {"definition", "METER [KEY…]", 1, any_number, definition,
     "the same, but expressions instead of the values that they have now"},
    {"set", "METER|BUS KEY=VALUE…", 2, any_number, set, "change settings, values or faults"},
    {"add", "BUS PROFILE[@ADDRESS][,KEY=VALUE…]", 2, any_number, add, "connect meters to a bus"},
    {"remove", "METER", 1, 1, remove, "disconnect meters"},
    {"counters", "[METER]", 0, 1, counters, "number of requests to each meter, and of its answers"},
    {"clients", "[BUS]", 0, 1, clients, "each client, past ones included, with the number of frames that it sent"},
    {"reset-counters", "", 0, 0, reset_counters, "count requests, answers and frames from 0, and forget past clients"},
    {"help", "", 0, 0, help, "this list"},
};

Checked<Reply> help(const Words&, const ControlScope&) {
    Reply reply;
    for (const Command& command : commands) {
        const std::string usage =
            fmt::format("{}{}{}", command.name, command.arguments.empty() ? "" : " ", command.arguments);
        reply.push_back({fmt::format("{:<40} {}", usage, command.meaning),
                         {{"command", usage}, {"meaning", std::string{command.meaning}}}});
    }
    reply.push_back({"METER is a name or a pattern such as flat-*, BUS is bus:NAME.", {}});
    return reply;
}

InputError unknown_command(const std::string& name) {
    std::vector<std::string_view> names;
    for (const Command& command : commands) names.push_back(command.name);
    const auto guess = config::nearest(name, names);
    return {fmt::format("unknown command '{}'{} (expected one of {})", name,
                        guess.empty() ? "" : fmt::format("; did you mean '{}'?", guess), fmt::join(names, ", "))};
}

}  // namespace

namespace {

/// What keeps a meter from being added to a bus.
std::optional<InputError> conflict(const Meter& meter, bool shares_address, const ControlledBus& bus,
                                   const ControlScope& scope) {
    for (const PlacedMeter& placed : all_meters(scope)) {
        const Meter& present = placed.meter();
        if (present.name() == meter.name())
            return InputError{fmt::format("meter '{}' exists already (expected another name=…)", meter.name())};
        const bool same_line = placed.bus->gateway == bus.gateway;
        if (same_line && !shares_address && present.primary_address() == meter.primary_address())
            return InputError{fmt::format("address {} is that of '{}' (expected a free address, or shares-address)",
                                          meter.primary_address(), present.name())};
    }
    return std::nullopt;
}

}  // namespace

Checked<void> add_meters(const MeterDescription& description, const ControlledBus& bus, const ControlScope& scope) {
    if (!scope.profiles) return InputError{"meters cannot be added here"};
    MeterLine& line = bus.gateway->line();
    int first_free = 1;
    for (std::size_t i = 0; i < line.size(); ++i)
        first_free = std::max(first_free, line.meter(i).primary_address() + 1);
    auto meters = make_meters({description}, *scope.profiles, first_free);
    if (!meters) return meters.error();
    for (const auto& meter : *meters)
        if (auto problem = conflict(*meter, description.shares_address, bus, scope)) return *std::move(problem);
    for (auto& meter : *meters) {
        const Nanoseconds powered = scope.now - meter->profile().start_up_time;
        line.add(std::move(meter), powered);
    }
    return {};
}

Checked<std::string> execute_command(std::string_view line, const ControlScope& scope) {
    auto words = command_words(line);
    if (!words) return words.error();
    const bool json = !words->empty() && words->front() == json_word;
    if (json) words->erase(words->begin());
    const std::string name = words->empty() ? "" : words->front();
    const auto* command = std::find_if(std::begin(commands), std::end(commands),
                                       [&](const Command& known) { return known.name == name; });
    if (command == std::end(commands)) return unknown_command(name);
    words->erase(words->begin());
    if (words->size() < command->required || words->size() > command->most)
        return InputError{fmt::format("invalid arguments of '{}' (expected {} {})", name, name, command->arguments)};
    const auto reply = command->execute(*words, scope);
    if (!reply) return reply.error();
    return json ? reply_json(*reply) : reply_text(*reply);
}

}  // namespace otbench::meters
