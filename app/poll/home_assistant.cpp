#include "app/poll/home_assistant.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "bus/reading/shown_value.hpp"

namespace otbench::app {
namespace {

/// How Home Assistant names a unit, and what it knows of values in it.
struct HomeAssistantUnit {
    bus::Unit unit;
    const char* name;
    const char* device_class;  ///< null: none fits
    bool counts_up = false;
};
constexpr HomeAssistantUnit units[] = {
    {bus::Unit::watt_hour, "Wh", "energy", true},
    {bus::Unit::joule, "J", "energy", true},
    {bus::Unit::calorie, "cal", "energy", true},
    {bus::Unit::cubic_metre, "m³", "volume", true},
    {bus::Unit::cubic_foot, "ft³", "volume", true},
    {bus::Unit::gallon, "gal", "volume", true},
    {bus::Unit::second, "s", "duration"},
    {bus::Unit::minute, "min", "duration"},
    {bus::Unit::hour, "h", "duration"},
    {bus::Unit::day, "d", "duration"},
    {bus::Unit::watt, "W", "power"},
    {bus::Unit::var, "var", "reactive_power"},
    {bus::Unit::volt_ampere, "VA", "apparent_power"},
    {bus::Unit::cubic_metre_per_hour, "m³/h", "volume_flow_rate"},
    {bus::Unit::celsius, "°C", "temperature"},
    {bus::Unit::fahrenheit, "°F", "temperature"},
    {bus::Unit::kelvin, "K", nullptr},
    {bus::Unit::bar, "bar", "pressure"},
    {bus::Unit::volt, "V", "voltage"},
    {bus::Unit::ampere, "A", "current"},
    {bus::Unit::hertz, "Hz", "frequency"},
};

/// Volumes of these media have a class of their own (EN 13757-3, medium codes).
struct VolumeOfMedium {
    std::uint8_t medium;
    const char* device_class;
};
constexpr VolumeOfMedium volumes_of_media[] = {
    {0x03, "gas"}, {0x06, "water"}, {0x07, "water"}, {0x15, "water"}, {0x16, "water"},
};

const HomeAssistantUnit* find_unit(bus::Unit unit) {
    const auto* found =
        std::find_if(std::begin(units), std::end(units), [&](const auto& known) { return known.unit == unit; });
    return found == std::end(units) ? nullptr : found;
}

const char* device_class(const HomeAssistantUnit& unit, std::uint8_t medium) {
    if (unit.unit == bus::Unit::cubic_metre)
        for (const auto& volume : volumes_of_media)
            if (volume.medium == medium) return volume.device_class;
    return unit.device_class;
}

/// "energy", "energy minimum, storage 1, tariff 2"
std::string sensor_name(const bus::NamedValue& record) {
    std::string name = record.name;
    std::replace(name.begin(), name.end(), '-', ' ');
    const auto selector = record.selector();
    const auto bracket = selector.find('[');
    if (bracket != std::string::npos) name += " " + selector.substr(bracket);
    return name;
}

nlohmann::json device_of(const bus::Identity& identity, const std::string& unique, const std::string& meter) {
    nlohmann::json device{{"identifiers", {unique}}, {"name", meter}};
    if (!identity.manufacturer.empty()) device["manufacturer"] = identity.manufacturer;
    device["model"] = identity.product.empty() ? identity.medium : identity.product;
    device["serial_number"] = identity.id;
    device["hw_version"] = std::to_string(identity.version);
    return device;
}

}  // namespace

std::vector<SensorAnnouncement> announce_sensors(const bus::AnswerReading& answer, std::string_view prefix,
                                                 const std::string& meter, const MeterTopics& topics) {
    std::vector<SensorAnnouncement> announcements;
    const auto& identity = answer.reading.identity;
    const auto unique = fmt::format("otbench_{}_{}", meter, identity.id);
    const auto device = device_of(identity, unique, meter);
    for (std::size_t i = 0; i < answer.reading.values.size(); ++i) {
        const auto& record = answer.reading.values[i];
        if (!bus::shown(record.value).is_number()) continue;
        nlohmann::json sensor{
            {"name", sensor_name(record)},
            {"unique_id", fmt::format("{}_{}", unique, i)},
            {"state_topic", topics.state},
            {"availability", {{{"topic", topics.availability}}, {{"topic", topics.status}}}},
            {"availability_mode", "all"},
            {"value_template", fmt::format("{{{{ value_json.records[{}].value }}}}", i)},
            {"device", device},
        };
        const bool is_present = record.function == bus::Function::instantaneous && record.storage == 0;
        if (!is_present) sensor["enabled_by_default"] = false;
        if (const auto* unit = find_unit(record.meaning.unit)) {
            sensor["unit_of_measurement"] = unit->name;
            if (const char* known = device_class(*unit, identity.medium_code)) sensor["device_class"] = known;
            if (is_present) sensor["state_class"] = unit->counts_up ? "total_increasing" : "measurement";
        } else if (const auto symbol = bus::shown_unit(record.meaning); !symbol.empty()) {
            sensor["unit_of_measurement"] = symbol;
        }
        announcements.push_back({fmt::format("{}/sensor/{}/{}/config", prefix, unique, i), sensor.dump()});
    }
    return announcements;
}

}  // namespace otbench::app
