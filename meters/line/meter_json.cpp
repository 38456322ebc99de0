#include "meters/line/meter_json.hpp"

#include <nlohmann/json.hpp>

#include "meters/faults/faults.hpp"
#include "meters/meter_settings.hpp"

namespace otbench::meters {

nlohmann::json meter_json(Meter& meter, Nanoseconds now) {
    nlohmann::json values = nlohmann::json::object(), settings = nlohmann::json::object();
    for (const std::string& name : meter.profile().value_names())
        if (const auto value = meter.application().shown_value(name, now)) values[name] = *value;
    for (const std::string_view key : setting_keys())
        if (const auto value = setting_of(meter, key)) settings[std::string{key}] = *value;
    nlohmann::json faults = nlohmann::json::object();
    for (const FaultEntry& fault : fault_entries()) faults[std::string{fault.name}] = fault.get(meter.faults());
    return {{"name", meter.name()},
            {"profile", meter.profile().name},
            {"address", meter.primary_address()},
            {"baud", meter.baud()},
            {"values", values},
            {"settings", settings},
            {"faults", faults},
            {"active_faults", active_faults_json(meter)},
            {"counters", meter.counts()}};
}

nlohmann::json active_faults_json(const Meter& meter) {
    static const Faults none;
    nlohmann::json active = nlohmann::json::object();
    for (const FaultEntry& fault : fault_entries())
        if (auto value = fault.get(meter.faults()); fault.name != fault_seed && value != fault.get(none))
            active[std::string{fault.name}] = std::move(value);
    return active;
}

}  // namespace otbench::meters
