#include "meters/line/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/config/yaml_reader.hpp"
#include "meters/meter_settings.hpp"
#include "meters/profile/record_fields.hpp"

namespace otbench::meters {
namespace {

constexpr int most_meters = 100'000;  // of one description; far beyond any bus

/// `text` with {n} filled in; a number without template counts up.
Checked<std::string> numbered(const std::string& text, int n, int digits) {
    if (text.find('{') != std::string::npos) {
        try {
            return fmt::format(fmt::runtime(text), fmt::arg("n", n));
        } catch (const fmt::format_error& error) {
            return InputError{fmt::format(
                "invalid template '{}' (expected {{n}} for the number, or {{n:04}} for its last digits)", text)};
        }
    }
    constexpr std::int64_t most = 99'999'999;  // an id
    const auto first = parse_whole_number(text, 0, most);
    if (!first) return text;
    return fmt::format("{:0{}}", *first + n - 1, digits);
}

constexpr bool required = true;
constexpr bool optional = false;

constexpr config::ValueType buses_type{"buses", "a mapping of bus names"};
constexpr config::ValueType speed{"speed", "a speed such as 2400"};
constexpr config::ValueType pace_type{"pace", "wire or unlimited"};
constexpr config::ValueType flag{"flag", "yes or no"};
constexpr config::ValueType names_type{"settings", "a mapping of names to what they are"};
constexpr config::ValueType endpoints_type{"endpoints",
                                           "an endpoint such as tcp-listen:127.0.0.1:10001, or a list of them"};
constexpr config::ValueType meters_type{"meters", "a mapping of meter names"};
constexpr config::ValueType text_type{"text", "text"};
constexpr config::ValueType profile_type{"profile", "the name of a profile or the path of one"};
constexpr config::ValueType count_type{"count", "a number of meters"};

constexpr config::Key fleet_keys[] = {{"buses", buses_type, required, "The buses, by name."}};
constexpr config::Key bus_keys[] = {
    {"on", endpoints_type, required, "Where clients find it."},
    {"meters", meters_type, required, "Its meters, by name."},
    {"baud", speed, optional, "The speed of clients that cannot set one."},
    {"speed", pace_type, optional, "Whether bytes come at the pace of the wire or at once."},
    {"echo", flag, optional, "Whether clients read what they send."},
    {"faults", names_type, optional, "The faults of its link: otbench profiles faults."},
};
constexpr config::Key meter_keys[] = {
    {"profile", profile_type, required, "What it is."},
    {"count", count_type, optional, "How many of them there are."},
    {"values", names_type, optional, "Its values."},
    {"faults", names_type, optional, "Its faults: otbench profiles faults."},
    {"shares-address", flag, optional, "Whether it may be added where another meter has its address."},
};
constexpr config::MappingDescription fleet_description{"fleet", "a fleet", fleet_keys};
constexpr config::MappingDescription bus_description{"bus", "a bus", bus_keys};

/// `meter_keys` and the settings that every meter has.
const config::MappingDescription& meter_description() {
    static const std::vector<config::Key> keys = [] {
        std::vector<config::Key> all{std::begin(meter_keys), std::end(meter_keys)};
        for (const std::string_view key : setting_keys()) all.push_back({key, text_type, optional, "A setting."});
        return all;
    }();
    static const config::MappingDescription description{"meter", "a meter", keys};
    return description;
}

class FleetReader {
public:
    FleetReader(const std::string& file, config::Diagnostics& errors)
        : folder_(std::filesystem::path{file}.parent_path()), errors_(errors) {}

    std::vector<BusDescription> read(const config::YamlNode& root) {
        std::vector<BusDescription> buses;
        const config::Mapping fields{root, fleet_description, errors_};
        for (const auto* bus : fields.entries("buses")) buses.push_back(read_bus(bus->key.text, bus->value));
        if (buses.empty() && errors_.empty()) fields.complain("buses", "a fleet needs at least one bus");
        return buses;
    }

    BusDescription read_bus(const std::string& name, const config::YamlNode& node) {
        const config::Mapping fields{node, bus_description, errors_};
        BusDescription bus;
        bus.name = name;
        bus.baud = fields.whole("baud", bus.baud, 300, 38400);
        fields.read("speed", bus.unlimited, parse_bus_speed);
        fields.read("echo", bus.link.echo, parse_truth);
        for (const auto* fault : fields.entries("faults"))
            if (const auto done = set_link_fault(bus.link, fault->key.text, fault->value.text); !done)
                errors_.add(fault->key.at, done.error().message);
        read_endpoints(fields, bus.endpoints);
        for (const auto* meter : fields.entries("meters"))
            bus.meters.push_back(read_meter(meter->key.text, meter->value));
        return bus;
    }

    MeterDescription read_meter(const std::string& name, const config::YamlNode& node) {
        const config::Mapping fields{node, meter_description(), errors_};
        MeterDescription meter;
        meter.name = name;
        fields.read("profile", meter.profile, any_text);
        meter.profile = profile_path(meter.profile, folder_);
        fields.read("address", meter.address, any_text);
        fields.read("id", meter.id, any_text);
        fields.read("shares-address", meter.shares_address, parse_truth);
        meter.count = fields.whole("count", meter.count, 1, most_meters);
        for (const std::string_view key : setting_keys()) {
            if (key == "id" || key == "address") continue;
            if (const auto text = fields.text(key)) meter.settings[std::string{key}] = *text;
        }
        for (const char* group : {"values", "faults"})
            for (const auto* entry : fields.entries(group)) meter.settings[entry->key.text] = entry->value.text;
        return meter;
    }

private:
    void read_endpoints(const config::Mapping& fields, std::vector<std::string>& endpoints) {
        const auto* on = fields.find("on");
        if (on == nullptr) return;
        if (on->kind == config::YamlNode::Kind::list) {
            for (const auto& endpoint : on->items) endpoints.push_back(endpoint.text);
        } else if (const auto endpoint = fields.text("on")) {
            endpoints.emplace_back(*endpoint);
        }
        if (std::find(endpoints.begin(), endpoints.end(), "") != endpoints.end() || endpoints.empty())
            fields.complain("on", "'on' must be an endpoint or a list of them");
    }

    std::filesystem::path folder_;
    config::Diagnostics& errors_;
};

Checked<std::unique_ptr<Meter>> make_meter(const MeterDescription& description, int n,
                                           const std::shared_ptr<const Profile>& profile, std::uint8_t address) {
    const std::string name = description.count == 1 ? description.name : fmt::format("{}-{}", description.name, n);
    auto meter = std::make_unique<Meter>(profile, name, address);
    if (!description.id.empty()) {
        constexpr int id_digits = 8;
        const auto id = numbered(description.id, n, id_digits);
        if (!id) return id.error();
        if (const auto done = meter->readout().set_id(*id); !done) return done.error();
    }
    for (const auto& [key, text] : description.settings)
        if (const auto done = apply_setting(*meter, key, text); !done)
            return InputError{fmt::format("meter '{}': {}", name, done.error().message)};
    return meter;
}

}  // namespace

Checked<MeterDescription> parse_meter_description(std::string_view text) {
    MeterDescription meter;
    std::size_t comma = text.find(',');
    const std::string_view who = text.substr(0, comma);
    const std::size_t at = who.rfind('@');
    meter.profile = who.substr(0, at);
    meter.name = profile_name(meter.profile);
    if (at != std::string_view::npos) meter.address = who.substr(at + 1);
    if (meter.profile.empty())
        return InputError{fmt::format("missing profile in '{}' (expected PROFILE[@ADDRESS][,KEY=VALUE…])", text)};
    while (comma != std::string_view::npos) {
        text.remove_prefix(comma + 1);
        comma = text.find(',');
        const std::string_view pair = text.substr(0, comma);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return InputError{fmt::format("invalid setting '{}' (expected KEY=VALUE)", pair)};
        const std::string key{pair.substr(0, equals)};
        const std::string value{pair.substr(equals + 1)};
        if (key == "id") {
            meter.id = value;
        } else if (key == "name") {
            meter.name = value;
        } else if (key == "address") {
            meter.address = value;
        } else if (key != "count") {
            meter.settings[key] = value;
        } else {
            const auto count = parse_whole_number(value, 1, most_meters);
            if (!count) return InputError{fmt::format("invalid count '{}' (expected 1 to {})", value, most_meters)};
            meter.count = static_cast<int>(*count);
        }
    }
    return meter;
}

Checked<bool> parse_bus_speed(std::string_view text) {
    if (text != "wire" && text != "unlimited")
        return InputError{fmt::format("invalid speed '{}' (expected wire or unlimited)", text)};
    return text == "unlimited";
}

bool is_fleet(std::string_view text) {
    config::Diagnostics errors{""};
    const auto root = config::read_yaml(text, "a fleet", errors);
    return root && find(*root, "title") == nullptr;
}

boost::system::result<std::vector<BusDescription>, std::vector<config::Diagnostic>> read_fleet(
    std::string_view text, const std::string& file) {
    config::Diagnostics errors{file};
    if (const auto root = config::read_yaml(text, "a fleet", errors)) {
        auto buses = FleetReader{file, errors}.read(*root);
        if (errors.empty()) return buses;
    }
    return errors.take_all();
}

namespace {

/// Reads `text` by a function of `FleetReader`.
template <class Description>
boost::system::result<Description, std::vector<config::Diagnostic>> read_entry(
    const std::string& name, std::string_view text, std::string_view what,
    Description (FleetReader::*read)(const std::string&, const config::YamlNode&)) {
    config::Diagnostics errors{name};
    if (const auto root = config::read_yaml(text, what, errors)) {
        FleetReader reader{{}, errors};
        auto description = (reader.*read)(name, *root);
        if (errors.empty()) return description;
    }
    return errors.take_all();
}

}  // namespace

boost::system::result<MeterDescription, std::vector<config::Diagnostic>> read_meter_entry(const std::string& name,
                                                                                          std::string_view text) {
    return read_entry(name, text, "a meter", &FleetReader::read_meter);
}

boost::system::result<BusDescription, std::vector<config::Diagnostic>> read_bus_entry(const std::string& name,
                                                                                      std::string_view text) {
    return read_entry(name, text, "a bus", &FleetReader::read_bus);
}

Checked<std::vector<std::unique_ptr<Meter>>> make_meters(const std::vector<MeterDescription>& descriptions,
                                                         const ProfileIndex& index, int first_free) {
    std::vector<std::unique_ptr<Meter>> meters;
    std::map<std::string, std::shared_ptr<const Profile>> profiles;
    int next_free = first_free;
    for (const MeterDescription& description : descriptions) {
        auto& profile = profiles[description.profile];
        if (!profile) {
            auto loaded = index.load(description.profile);
            if (!loaded) return InputError{to_string(loaded.error().front())};
            profile = *loaded;
        }
        for (int n = 1; n <= description.count; ++n) {
            const auto text = description.address.empty() ? Checked<std::string>{std::to_string(next_free)}
                                                          : numbered(description.address, n, 1);
            if (!text) return text.error();
            const auto address = parse_whole_octet(*text, bus::address::last_primary);
            if (!address)
                return InputError{fmt::format("address of '{}': {}", description.name, address.error().message)};
            next_free = *address + 1;
            auto meter = make_meter(description, n, profile, *address);
            if (!meter) return meter.error();
            meters.push_back(std::move(*meter));
        }
    }
    return meters;
}

}  // namespace otbench::meters
