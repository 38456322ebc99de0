#include "circuit/electrics/electrical_table.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <type_traits>

#include "base/config/units.hpp"

namespace otbench::circuit {
namespace {

using Part = ElectricalPart;
using Form = ElectricalForm;
using config::parse_duration;
using config::parse_within;

template <auto Group, auto Member>
double get(const Electrics& electrics) {
    return static_cast<double>(electrics.*Group.*Member);
}

template <auto Group, auto Member>
void set(Electrics& electrics, double value) {
    auto& member = electrics.*Group.*Member;
    member = static_cast<std::decay_t<decltype(member)>>(value);
}

template <auto Member>
constexpr auto get_converter = get<&Electrics::converter, Member>;
template <auto Member>
constexpr auto set_converter = set<&Electrics::converter, Member>;
template <auto Member>
constexpr auto get_cable = get<&Electrics::cable, Member>;
template <auto Member>
constexpr auto set_cable = set<&Electrics::cable, Member>;
template <auto Member>
constexpr auto get_disturbance = get<&Electrics::disturbance, Member>;
template <auto Member>
constexpr auto set_disturbance = set<&Electrics::disturbance, Member>;

constexpr bool changes = true;
constexpr bool stays = false;
constexpr double unlimited = std::numeric_limits<double>::infinity();

// clang-format off
constexpr ElectricalParameter table[] = {
    {Part::converter, "supply", "supply_v", Form::quantity, {Dimension::voltage, 0.0, 42.0, "0 V to 42 V"},
     "36 V", changes, "Supply voltage; of a standard master the mark voltage, 42 V.",
     get_converter<&ConverterParameters::supply_v>, set_converter<&ConverterParameters::supply_v>},
    {Part::converter, "supply-resistance", "supply_ohm", Form::quantity, {Dimension::resistance, 0.0, 1e3, "0 Ohm to 1 kOhm"},
     "0 Ohm", changes, "Internal resistance of the supply.",
     get_converter<&ConverterParameters::supply_resistance_ohm>, set_converter<&ConverterParameters::supply_resistance_ohm>},
    {Part::converter, "temperature", "temperature_c", Form::quantity, {Dimension::temperature, -40.0, 85.0, "-40 C to 85 C"},
     "27 C", changes, "Temperature of the transistors.",
     get_converter<&ConverterParameters::temperature_c>, set_converter<&ConverterParameters::temperature_c>},
    {Part::converter, "", "tx_high_v", Form::quantity, {Dimension::voltage, 0.0, 5.0, "0 V to 5 V"},
     "3.3 V", stays, "High level of the TX pin.",
     get_converter<&ConverterParameters::tx_high_v>, set_converter<&ConverterParameters::tx_high_v>},
    {Part::converter, "resistors", "resistors", Form::resistors, {Dimension::resistance, 1e-3, 100e6, "1 mOhm to 100 MOhm, open or short"},
     "", changes, "Resistors that differ from their nominal values: {R5: x1.05, R2: short, R7: open, R8: 100 kOhm}.",
     nullptr, nullptr},
    {Part::converter, "transistors", "shorted", Form::transistors, {Dimension::count, 0.0, 1.0, ""},
     "", changes, "Transistors whose collector and emitter are shorted: {Q2: short}.",
     nullptr, nullptr},
    {Part::cable, "length", "cable_m", Form::quantity, {Dimension::length, 0.0, 10e3, "0 m to 10 km"},
     "0 m", stays, "Length of the cable.",
     get_cable<&CableParameters::length_m>, set_cable<&CableParameters::length_m>},
    {Part::cable, "resistance", "ohm_per_m", Form::quantity, {Dimension::resistance_per_length, 0.0, 10.0, "0 Ohm/m to 10 Ohm/m"},
     "0.073 Ohm/m", stays, "Resistance of both wires together, per length.",
     get_cable<&CableParameters::ohm_per_m>, set_cable<&CableParameters::ohm_per_m>},
    {Part::cable, "capacitance", "farad_per_m", Form::quantity, {Dimension::capacitance_per_length, 0.0, 10e-9, "0 pF/m to 10 nF/m"},
     "120 pF/m", stays, "Capacitance between the wires, per length.",
     get_cable<&CableParameters::farad_per_m>, set_cable<&CableParameters::farad_per_m>},
    {Part::cable, "", "henry_per_m", Form::quantity, {Dimension::count, 0.0, unlimited, ""},
     "0.7e-6", stays, "Inductance of both wires together, per length.",
     get_cable<&CableParameters::henry_per_m>, set_cable<&CableParameters::henry_per_m>},
    {Part::cable, "", "skin_effect", Form::flag, {Dimension::count, 0.0, 1.0, ""},
     "yes", stays, "Whether the resistance rises with frequency as that of round copper wires.",
     get_cable<&CableParameters::skin_effect>, set_cable<&CableParameters::skin_effect>},
    {Part::cable, "", "loss_tangent", Form::quantity, {Dimension::count, 0.0, 0.2, "0 to 0.2"},
     "0.07", stays, "Loss tangent of the insulation from 100 kHz to 10 MHz.",
     get_cable<&CableParameters::loss_tangent>, set_cable<&CableParameters::loss_tangent>},
    {Part::cable, "extra-capacitance", "extra_farad", Form::quantity, {Dimension::capacitance, 0.0, 100e-6, "0 pF to 100 uF"},
     "0 pF", changes, "An additional capacitance at the converter's terminals.",
     get_cable<&CableParameters::extra_farad>, set_cable<&CableParameters::extra_farad>},
    {Part::cable, "leak", "leak_siemens", Form::resistance_or_open, {Dimension::resistance, 1e-3, 100e6, "1 mOhm to 100 MOhm, or open"},
     "open", changes, "A resistance across the converter's terminals: 10 kOhm for a wet cable, 0.1 Ohm for a short.",
     get_cable<&CableParameters::leak_ohm>, set_cable<&CableParameters::leak_ohm>},
    {Part::cable, "cut", "cut", Form::flag, {Dimension::count, 0.0, 1.0, ""},
     "no", changes, "Whether the cable is cut at the converter's terminals, so that nothing of it is connected.",
     get_cable<&CableParameters::cut>, set_cable<&CableParameters::cut>},
    {Part::converter, "tx-floats", "tx_floats", Form::flag, {Dimension::count, 0.0, 1.0, ""},
     "no", changes, "Whether the TX input is unconnected.",
     get<&Electrics::input, &Electrics::Input::floats>, set<&Electrics::input, &Electrics::Input::floats>},
    {Part::converter, "ripple", "", Form::quantity, {Dimension::voltage, 0.0, 10.0, "0 V to 10 V"},
     "0 V", changes, "Ripple of the supply, peak to peak.",
     get_disturbance<&DisturbanceParameters::ripple_v>, set_disturbance<&DisturbanceParameters::ripple_v>},
    {Part::converter, "ripple-frequency", "", Form::quantity, {Dimension::frequency, 1.0, 10e3, "1 Hz to 10 kHz"},
     "100 Hz", changes, "Frequency of the ripple.",
     get_disturbance<&DisturbanceParameters::ripple_hz>, set_disturbance<&DisturbanceParameters::ripple_hz>},
    {Part::cable, "noise", "", Form::quantity, {Dimension::voltage, 0.0, 20.0, "0 V to 20 V"},
     "0 V", changes, "White noise on the bus, root mean square.",
     get_disturbance<&DisturbanceParameters::noise_v>, set_disturbance<&DisturbanceParameters::noise_v>},
    {Part::cable, "noise-bandwidth", "", Form::quantity, {Dimension::frequency, 10.0, 5e6, "10 Hz to 5 MHz"},
     "100 kHz", changes, "Bandwidth of the noise.",
     get_disturbance<&DisturbanceParameters::noise_hz>, set_disturbance<&DisturbanceParameters::noise_hz>},
    {Part::cable, "spikes", "", Form::quantity, {Dimension::voltage, 0.0, 100.0, "0 V to 100 V"},
     "0 V", changes, "Height of pulses of either sign that occur at random.",
     get_disturbance<&DisturbanceParameters::spike_v>, set_disturbance<&DisturbanceParameters::spike_v>},
    {Part::cable, "spike-rate", "", Form::quantity, {Dimension::frequency, 0.0, 10e3, "0 Hz to 10 kHz"},
     "10 Hz", changes, "Average rate of the pulses.",
     get_disturbance<&DisturbanceParameters::spikes_per_s>, set_disturbance<&DisturbanceParameters::spikes_per_s>},
    {Part::cable, "spike-duration", "", Form::duration, {Dimension::count, 0.0, unlimited, ""},
     "20us", changes, "Duration of a pulse.",
     get_disturbance<&DisturbanceParameters::spike_s>, set_disturbance<&DisturbanceParameters::spike_s>},
};
// clang-format on

Checked<double> seconds(std::string_view text) {
    const auto duration = parse_duration(text);
    if (!duration) return duration.error();
    return std::chrono::duration<double>(*duration).count();
}

Checked<double> flag(std::string_view text) {
    const auto value = parse_truth(text);
    if (!value) return value.error();
    return *value ? 1.0 : 0.0;
}

}  // namespace

boost::span<const ElectricalParameter> electrical_parameters() {
    return table;
}

const ElectricalParameter& electrical_parameter(std::string_view field) {
    return *std::find_if(std::begin(table), std::end(table), [&](const auto& each) { return each.field == field; });
}

Checked<double> parse_electrical(const ElectricalParameter& parameter, std::string_view text) {
    switch (parameter.form) {
        case Form::resistance_or_open:
            if (text == "open") return open_circuit;
            break;
        case Form::duration: return seconds(text);
        case Form::flag: return flag(text);
        case Form::quantity:
        case Form::resistors:
        case Form::transistors: break;
    }
    return parse_within(parameter.limits, text);
}

}  // namespace otbench::circuit
