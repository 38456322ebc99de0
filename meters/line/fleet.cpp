#include "meters/line/fleet.hpp"

#include <fmt/format.h>

#include <charconv>

#include "meters/meter_settings.hpp"
#include "meters/profile/record_fields.hpp"
#include "meters/profile/yaml_documents.hpp"

namespace otbench::meters {
namespace {

constexpr int most_meters = 100'000;  // of one description; far beyond any bus

template <class Number>
bool read_number(std::string_view text, Number& number) {
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && end.ec == std::errc{} && end.ptr == text.data() + text.size();
}

/// `text` with {n} filled in; a number without template counts up.
Checked<std::string> numbered(const std::string& text, int n, int digits) {
    if (text.find('{') != std::string::npos) {
        try {
            return fmt::format(fmt::runtime(text), fmt::arg("n", n));
        } catch (const fmt::format_error& error) {
            return InputError{
                fmt::format("'{}' is no template; {{n}} stands for the number, {{n:04}} for its last digits", text)};
        }
    }
    std::int64_t first = 0;
    if (!read_number(std::string_view{text}, first)) return text;
    return fmt::format("{:0{}}", first + n - 1, digits);
}

class FleetReader {
public:
    explicit FleetReader(YamlErrors& errors) : errors_(errors) {}

    std::vector<BusDescription> read(const YAML::Node& root) {
        std::vector<BusDescription> buses;
        YamlFields fields{root, "a fleet", errors_};
        const YAML::Node nodes = fields.node("buses");
        if (!nodes.IsDefined() || !nodes.IsMap() || nodes.size() == 0)
            errors_.add(fields.mark(), "a fleet needs 'buses', each with a name");
        else
            for (const auto& node : nodes) buses.push_back(read_bus(node.first, node.second));
        fields.finish();
        return buses;
    }

private:
    static std::string word(const YAML::Node& node) { return node.IsScalar() ? node.Scalar() : std::string{}; }

    BusDescription read_bus(const YAML::Node& name, const YAML::Node& node) {
        YamlFields fields{node, "a bus", errors_};
        BusDescription bus;
        bus.name = word(name);
        bus.baud = static_cast<double>(fields.whole("baud", 2400, 300, 38400));
        bus.link.echo = converted(fields, "echo", errors_, parse_truth).value_or(false);
        read_link_faults(fields.node("faults"), bus.link);
        const YAML::Node endpoints = fields.node("on");
        if (endpoints.IsDefined() && endpoints.IsScalar())
            bus.endpoints.push_back({endpoints.Scalar(), endpoints.Mark()});
        for (std::size_t i = 0; endpoints.IsDefined() && endpoints.IsSequence() && i < endpoints.size(); ++i)
            bus.endpoints.push_back({word(endpoints[i]), endpoints[i].Mark()});
        if (bus.endpoints.empty()) errors_.add(fields.mark(), "a bus needs 'on', an endpoint or a list of them");
        const YAML::Node meters = fields.node("meters");
        if (!meters.IsDefined() || !meters.IsMap())
            errors_.add(fields.mark(), "a bus needs 'meters', each with a name");
        else
            for (const auto& meter : meters) bus.meters.push_back(read_meter(meter.first, meter.second));
        fields.finish();
        return bus;
    }

    void read_link_faults(const YAML::Node& faults, LinkFaults& link) {
        if (!faults.IsDefined()) return;
        if (!faults.IsMap()) {
            errors_.add(faults.Mark(), "'faults' is a mapping of names to what they are");
            return;
        }
        for (const auto& fault : faults)
            if (const auto done = set_link_fault(link, word(fault.first), word(fault.second)); !done)
                errors_.add(fault.first.Mark(), done.error().message);
    }

    MeterDescription read_meter(const YAML::Node& name, const YAML::Node& node) {
        YamlFields fields{node, "a meter", errors_};
        MeterDescription meter;
        meter.name = word(name);
        if (const auto profile = fields.required_text("profile")) meter.profile = profile->text;
        if (const auto address = fields.text("address")) meter.address = address->text;
        if (const auto id = fields.text("id")) meter.id = id->text;
        meter.count = static_cast<int>(fields.whole("count", 1, 1, most_meters));
        for (const std::string_view key : setting_keys()) {
            if (key == "id" || key == "address") continue;
            if (const auto text = fields.text(key)) meter.settings[std::string{key}] = text->text;
        }
        for (const char* group : {"values", "faults"}) {
            const YAML::Node entries = fields.node(group);
            if (entries.IsDefined() && !entries.IsMap())
                errors_.add(entries.Mark(), fmt::format("'{}' is a mapping of names to what they are", group));
            if (entries.IsDefined() && entries.IsMap())
                for (const auto& entry : entries) meter.settings[word(entry.first)] = word(entry.second);
        }
        fields.finish();
        return meter;
    }

    YamlErrors& errors_;
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
        if (const auto done = apply_setting(*meter, key, text); !done) return done.error();
    return meter;
}

}  // namespace

Checked<MeterDescription> parse_meter_description(std::string_view text) {
    MeterDescription meter;
    std::size_t comma = text.find(',');
    const std::string_view who = text.substr(0, comma);
    const std::size_t at = who.find('@');
    meter.profile = who.substr(0, at);
    meter.name = meter.profile;
    if (at != std::string_view::npos) meter.address = who.substr(at + 1);
    if (meter.profile.empty()) return InputError{fmt::format("'{}' names no profile", text)};
    while (comma != std::string_view::npos) {
        text.remove_prefix(comma + 1);
        comma = text.find(',');
        const std::string_view pair = text.substr(0, comma);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0)
            return InputError{fmt::format("'{}' is not of the form key=value", pair)};
        const std::string key{pair.substr(0, equals)};
        const std::string value{pair.substr(equals + 1)};
        if (key == "id")
            meter.id = value;
        else if (key == "name")
            meter.name = value;
        else if (key == "address")
            meter.address = value;
        else if (key != "count")
            meter.settings[key] = value;
        else if (!read_number(std::string_view{value}, meter.count) || meter.count < 1 || meter.count > most_meters)
            return InputError{fmt::format("count '{}' is no number from 1 to {}", value, most_meters)};
    }
    return meter;
}

boost::system::result<std::vector<BusDescription>, std::vector<ProfileError>> read_fleet(std::string_view text,
                                                                                         const std::string& file) {
    YamlErrors errors{file};
    try {
        const auto documents = yaml_documents(std::string{text});
        if (documents.size() != 1) {
            errors.add(YAML::Mark{}, fmt::format("a fleet is one document, not {}", documents.size()));
            return errors.take();
        }
        auto buses = FleetReader{errors}.read(documents.front());
        if (errors.empty()) return buses;
    } catch (const YAML::Exception& error) {
        errors.add(error.mark, error.msg);
    }
    return errors.take();
}

Checked<std::vector<std::unique_ptr<Meter>>> make_meters(const std::vector<MeterDescription>& descriptions,
                                                         const ProfileIndex& index) {
    std::vector<std::unique_ptr<Meter>> meters;
    std::map<std::string, std::shared_ptr<const Profile>> profiles;
    int next_free = 1;
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
