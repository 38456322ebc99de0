#include "circuit/netlist/conditions_file.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace otbench::circuit {
namespace {

using nlohmann::json;

struct NumberKey {
    std::string_view key;
    double Conditions::*field;
    double least, most;
};
constexpr double most = 1e12;
constexpr std::array<NumberKey, 12> number_keys{{{"tx_v", &Conditions::tx_v, -most, most},
                                                 {"supply_v", &Conditions::supply_v, 0, most},
                                                 {"supply_res_ohm", &Conditions::supply_res_ohm, 0, most},
                                                 {"temp_c", &Conditions::temp_c, -200, 400},
                                                 {"unit_loads", &Conditions::unit_loads, 0, most},
                                                 {"isp_ma", &Conditions::isp_ma, 0, most},
                                                 {"cbus_f", &Conditions::cbus_f, 0, 1},
                                                 {"cable_m", &Conditions::cable_m, 0, 1e6},
                                                 {"master_bit_us", &Conditions::master_bit_us, 1, 1e6},
                                                 {"slave_baud", &Conditions::slave_baud, 1, 1e6},
                                                 {"reply_delay_ms", &Conditions::reply_delay_ms, 0, 1e5},
                                                 {"unit_load_a", &Conditions::unit_load_a, 0, 1}}};

// Keys of `nominal_parameters` that are called otherwise there.
constexpr std::array<NumberKey, 3> nominal_keys{{{"tx_high_v", &Conditions::tx_v, -most, most},
                                                 {"unit_load_a", &Conditions::unit_load_a, 0, 1},
                                                 {"supply_res_ohm", &Conditions::supply_res_ohm, 0, most}}};
constexpr std::array<std::string_view, 9> part_names{"r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "crx"};

[[noreturn]] void fail(const std::string& message) {
    throw std::invalid_argument{message};
}

double number(const json& value, std::string_view key, double least, double greatest) {
    if (!value.is_number()) fail(fmt::format("invalid value of {} (expected a number)", key));
    const double found = value.get<double>();
    if (!(found >= least && found <= greatest)) {
        fail(fmt::format("{} = {} is outside of {} to {}", key, found, least, greatest));
    }
    return found;
}

std::string octets(const json& value, std::string_view key) {
    const bool good =
        value.is_string() && value.get_ref<const std::string&>().size() % 2 == 0 &&
        !value.get_ref<const std::string&>().empty() &&
        value.get_ref<const std::string&>().find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
    if (!good) fail(fmt::format("invalid value of {} (expected bytes in hexadecimal digits)", key));
    return value.get<std::string>();
}

void read_condition(const std::string& key, const json& value, Conditions& c) {
    const auto known =
        std::find_if(number_keys.begin(), number_keys.end(), [&](const auto& k) { return k.key == key; });
    if (known != number_keys.end()) {
        c.*(known->field) = number(value, key, known->least, known->most);
    } else if (key == "slave_space") {
        if (!value.is_boolean()) fail("invalid slave_space (expected true or false)");
        c.slave_space = value.get<bool>();
    } else if (key == "fault") {
        if (!value.is_string()) fail("invalid value of fault (expected a name)");
        c.fault = value.get<std::string>();
        if (!fault_parts(c.fault)) fail(fmt::format("unknown fault '{}'", c.fault));
    } else if (key == "r_override") {
        if (!value.is_object()) fail("invalid value of r_override (expected an object of resistors)");
        for (const auto& [name, ohm] : value.items()) c.r_override[name] = number(ohm, name, 0, most);
    } else if (key == "master_bytes") {
        c.master_bytes = octets(value, key);
    } else if (key == "slave_bytes") {
        c.slave_bytes = octets(value, key);
    } else if (key == "master_high_bits_after_parity") {
        c.master_high_bits_after_parity = static_cast<int>(number(value, key, 1, 100));
    } else if (key != "description") {
        fail(fmt::format("unknown condition '{}'", key));
    }
}

Conditions nominal_conditions(const json& file, bool own_parts) {
    Conditions c;
    const json nominal = file.value("nominal_parameters", json::object());
    if (!nominal.is_object()) fail("invalid value of nominal_parameters (expected an object)");
    for (const auto& [key, value] : nominal.items()) {
        const auto in = [&key = key](const auto& keys) {
            return std::find_if(keys.begin(), keys.end(), [&](const auto& k) { return k.key == key; });
        };
        if (const auto special = in(nominal_keys); special != nominal_keys.end()) {
            c.*(special->field) = number(value, key, special->least, special->most);
        } else if (const auto usual = in(number_keys); usual != number_keys.end()) {
            c.*(usual->field) = number(value, key, usual->least, usual->most);
        } else if (key == "slave_space_current_a") {
            c.isp_ma = number(value, key, 0, 1) * 1e3;
        } else if (!own_parts && std::find(part_names.begin(), part_names.end(), key) != part_names.end()) {
            c.r_override[key] = number(value, key, 0, most);
        }
    }
    return c;
}

}  // namespace

ConditionsResult<std::vector<ConditionsEntry>> read_conditions(const json& file, bool own_parts) {
    std::string where;
    try {
        if (!file.is_object() || !file.contains("entries") || !file.at("entries").is_array()) {
            return ConditionsError{"no list of 'entries'"};
        }
        const Conditions nominal = nominal_conditions(file, own_parts);
        std::vector<ConditionsEntry> entries;
        for (const json& item : file.at("entries")) {
            where = fmt::format("entry {}: ", entries.size() + 1);
            if (!item.is_object()) fail("no object");
            ConditionsEntry entry{item.value("id", ""), item.value("family", file.value("family", "")), nominal};
            if (!entry.id.empty()) where = entry.id + ": ";
            if (entry.family.empty()) fail("missing 'family', here or for the whole file");
            const json conditions = item.value("conditions", json::object());
            if (!conditions.is_object()) fail("invalid value of conditions (expected an object)");
            for (const auto& [key, value] : conditions.items()) read_condition(key, value, entry.conditions);
            entries.push_back(std::move(entry));
        }
        return entries;
    } catch (const std::invalid_argument& error) {
        return ConditionsError{where + error.what()};
    } catch (const json::exception& error) {
        return ConditionsError{where + error.what()};
    }
}

json to_json(const Quantities& quantities) {
    json all = json::object();
    for (const auto& quantity : quantities) {
        json value;
        if (const auto* number = std::get_if<double>(&quantity.value)) {
            if (std::isfinite(*number)) value = *number;
        } else if (const auto* text = std::get_if<std::string>(&quantity.value)) {
            value = *text;
        }
        all[quantity.name] = {{"value", value}, {"unit", quantity.unit}};
    }
    return all;
}

}  // namespace otbench::circuit
