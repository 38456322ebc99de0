#include "circuit/study/study_parameters.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "base/config/suggest.hpp"
#include "base/units.hpp"
#include "circuit/electrics/electrical_table.hpp"
#include "circuit/electrics/meter_limits.hpp"

namespace otbench::circuit {
namespace {

using Point = StudyPoint;
using config::Limits;

constexpr double milli = 1e-3;
constexpr Limits meters_together{Dimension::count, 0, 1000, "0 to 1000"};
constexpr Limits speeds{Dimension::symbol_rate, 50, 115200, "50 Bd to 115200 Bd"};

const Limits& limits_of(std::string_view field) {
    return electrical_parameter(field).limits;
}

template <auto Member>
double get(const Point& point) {
    return point.*Member;
}
template <auto Member>
void set(Point& point, double value) {
    point.*Member = value;
}
template <auto Member>
double get_condition(const Point& point) {
    return point.conditions.*Member;
}
template <auto Member>
void set_condition(Point& point, double value) {
    point.conditions.*Member = value;
}

// clang-format off
const StudyParameter parameters[] = {
    {"meters", "unit loads", "meters of one unit load each, at the end of the cable", meters_together,
     get_condition<&Conditions::unit_loads>, set_condition<&Conditions::unit_loads>},
    {"length", "m", "of the cable", limits_of("cable_m"),
     get_condition<&Conditions::cable_m>, set_condition<&Conditions::cable_m>},
    {"cable-resistance", "ohm/km", "of the cable's loop", limits_of("ohm_per_m"),
     get_condition<&Conditions::cable_ohm_per_m>, set_condition<&Conditions::cable_ohm_per_m>},
    {"cable-capacitance", "nF/km", "of the cable", limits_of("farad_per_m"),
     get_condition<&Conditions::cable_farad_per_m>, set_condition<&Conditions::cable_farad_per_m>},
    {"capacitance", "nF", "besides the cable's, at the converter", limits_of("extra_farad"),
     get_condition<&Conditions::cbus_f>, set_condition<&Conditions::cbus_f>},
    {"supply", "V", "of the converter", limits_of("supply_v"),
     get_condition<&Conditions::supply_v>, set_condition<&Conditions::supply_v>},
    {"supply-resistance", "ohm", "of its source", limits_of("supply_ohm"),
     get_condition<&Conditions::supply_res_ohm>, set_condition<&Conditions::supply_res_ohm>},
    {"temperature", "C", "of all parts", limits_of("temperature_c"),
     get_condition<&Conditions::temp_c>, set_condition<&Conditions::temp_c>},
    {"tx-high", "V", "high level of TX", limits_of("tx_high_v"),
     get_condition<&Conditions::tx_v>, set_condition<&Conditions::tx_v>},
    {"space-current", "mA", "that a meter adds while it sends a space", limits_of_meters::space_current,
     [](const Point& p) { return p.conditions.isp_ma * milli; }, [](Point& p, double v) { p.conditions.isp_ma = v / milli; }},
    {"threshold", "V", "below mark at which meters read space", limits_of_meters::receive_threshold,
     get<&Point::threshold_v>, set<&Point::threshold_v>},
    {"baud", "Bd", "speed of request and reply", speeds,
     get<&Point::baud>, set<&Point::baud>},
};
// clang-format on

/// Throws unless `value`, in `unit`, is within the limits as `si`.
void check_limits(const std::string& name, double value, const std::string& unit, double si, const Limits& limits) {
    if (!limits.hold(si))
        throw std::invalid_argument{
            fmt::format("invalid {} of {:g} {} (expected {})", name, value, unit, limits.wording)};
}

}  // namespace

double StudyParameter::base_units() const {
    return limits.dimension == Dimension::count ? 1.0 : find_unit(unit, limits.dimension)->factor;
}

boost::span<const StudyParameter> study_parameters() {
    return parameters;
}

const StudyParameter* study_parameter(const std::string& name) {
    const auto found =
        std::find_if(std::begin(parameters), std::end(parameters), [&](const auto& each) { return name == each.name; });
    return found == std::end(parameters) ? nullptr : found;
}

const Circuit::Parameter& own_parameter(const std::string& name, const Circuit& circuit) {
    if (const auto* own = circuit.find(name)) return *own;
    std::vector<std::string_view> known;
    for (const auto& each : parameters) known.emplace_back(each.name);
    for (const auto& each : circuit.parameters) known.emplace_back(each.name);
    throw std::invalid_argument{fmt::format("unknown parameter '{}'{}", name, config::did_you_mean(name, known))};
}

bool is_resistor(const Circuit::Parameter& part) {
    return part.name[0] == 'r';
}

std::string unit_of_parameter(const std::string& name, const Circuit& circuit) {
    if (const auto* known = study_parameter(name)) return known->unit;
    return is_resistor(own_parameter(name, circuit)) ? "ohm" : "F";
}

double parameter(const StudyPoint& point, const std::string& name, const Circuit& circuit) {
    if (const auto* known = study_parameter(name)) return known->get(point) / known->base_units();
    const auto changed = point.conditions.r_override.find(name);
    return changed != point.conditions.r_override.end() ? changed->second : own_parameter(name, circuit).nominal;
}

void set_parameter(StudyPoint& point, const std::string& name, double value, const Circuit& circuit) {
    const std::string unit = unit_of_parameter(name, circuit);
    if (const auto* known = study_parameter(name)) {
        const double si = value * known->base_units();
        check_limits(name, value, unit, si, known->limits);
        known->set(point, si);
        return;
    }
    const auto& limits = limits_of(is_resistor(own_parameter(name, circuit)) ? "resistors" : "extra_farad");
    if (value != open_ohm) check_limits(name, value, unit, value, limits);
    point.conditions.r_override[name] = value;
}

StudyPoint study_point_of(const Installation& installation) {
    const auto& [converter, cable, slaves] = installation;
    StudyPoint point;
    auto& c = point.conditions;
    c.supply_v = converter.supply_v;
    c.supply_res_ohm = converter.supply_resistance_ohm;
    c.temp_c = converter.temperature_c;
    c.tx_v = converter.tx_high_v;
    c.r_override = converter.resistors;
    c.cbus_f = cable.extra_farad;
    c.cable_m = cable.cut ? 0.0 : cable.length_m;
    c.cable_ohm_per_m = cable.ohm_per_m;
    c.cable_farad_per_m = cable.farad_per_m;
    if (std::isfinite(cable.leak_ohm)) c.fault = fmt::format("bus_leak_{:.12g}", cable.leak_ohm);
    c.unit_loads = 0;
    if (cable.cut || slaves.empty()) return point;
    c.isp_ma = slaves.front().space_current_a / milli;
    point.threshold_v = 0;
    for (const auto& slave : slaves) {
        c.unit_loads += slave.unit_loads;
        c.isp_ma = std::min(c.isp_ma, slave.space_current_a / milli);
        point.threshold_v = std::max(point.threshold_v, slave.receive_threshold_v);
    }
    return point;
}

}  // namespace otbench::circuit
