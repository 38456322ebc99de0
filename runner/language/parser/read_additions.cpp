#include "runner/language/parser/read_additions.hpp"

#include <utility>

namespace otbench::runner {
namespace {

/// "key: value" at the place of `value`.
YamlNode mapping_of(std::string key, YamlNode value) {
    const Position at = value.at;
    YamlNode mapping{YamlNode::Kind::mapping, at, {}, {}, {}};
    mapping.entries.push_back({{YamlNode::Kind::text, at, std::move(key), {}, {}}, std::move(value)});
    return mapping;
}

/// The buses in `buses`.
std::vector<Bus> parse_added(YamlNode buses, const Scenario& bench, const ProfileCatalog& profiles,
                             Diagnostics& diagnostics) {
    const parts::Context context{
        std::make_shared<const ProfileCatalog>(profiles), {}, diagnostics, parts::facts_of(bench)};
    YamlNode scenario = mapping_of("buses", std::move(buses));
    parts::insert_fragments(scenario, context);
    return parts::parse_named_buses(scenario.entries.front().value, context);
}

}  // namespace

boost::system::result<Bus, std::vector<Diagnostic>> read_bus(const std::string& name, std::string_view text,
                                                             const Scenario& bench, const ProfileCatalog& profiles) {
    Diagnostics diagnostics{name};
    if (auto root = read_yaml(text, "a bus", diagnostics)) {
        auto buses = parse_added(mapping_of(name, std::move(*root)), bench, profiles, diagnostics);
        if (diagnostics.empty()) return std::move(buses.front());
    }
    return diagnostics.take_all();
}

boost::system::result<std::vector<Meter>, std::vector<Diagnostic>> read_meters(const std::string& name,
                                                                               std::string_view text,
                                                                               const Scenario& bench,
                                                                               const ProfileCatalog& profiles) {
    Diagnostics diagnostics{name};
    if (auto root = read_yaml(text, "a meter", diagnostics)) {
        YamlNode bus = mapping_of("meters", mapping_of(name, std::move(*root)));
        auto buses = parse_added(mapping_of(Bus{}.name, std::move(bus)), bench, profiles, diagnostics);
        if (diagnostics.empty()) return std::move(buses.front().meters);
    }
    return diagnostics.take_all();
}

}  // namespace otbench::runner
