#include "base/units.hpp"

#include <array>
#include <cstddef>

namespace otbench {
namespace {

constexpr double us_gallon = 3.785411784e-3;  // m³, NIST Handbook 44, appendix C
constexpr double foot = 0.3048;               // m, NIST Handbook 44, appendix C
constexpr double fahrenheit_zero = -160.0 / 9.0;

struct UnitSpelling {
    std::string_view text;
    UnitScale scale;
};

// First the units in which M-Bus counts, then multiples and other spellings of them, then what only circuits have.
constexpr UnitSpelling spellings[] = {
    {"", {Dimension::none, 1, 0}},
    {"Wh", {Dimension::energy, 3600, 0}},
    {"J", {Dimension::energy, 1, 0}},
    {"cal", {Dimension::energy, 4.1868, 0}},  // International Table calorie
    {"varh", {Dimension::reactive_energy, 3600, 0}},
    {"VAh", {Dimension::apparent_energy, 3600, 0}},
    {"m3", {Dimension::volume, 1, 0}},
    {"ft3", {Dimension::volume, foot* foot* foot, 0}},
    {"gal", {Dimension::volume, us_gallon, 0}},
    {"kg", {Dimension::mass, 1, 0}},
    {"s", {Dimension::duration, 1, 0}},
    {"min", {Dimension::duration, 60, 0}},
    {"h", {Dimension::duration, 3600, 0}},
    {"d", {Dimension::duration, 86400, 0}},
    {"months", {Dimension::duration, 2629743.83, 0}},  // tropical year / 12, as libmbus has it
    {"years", {Dimension::duration, 31556926, 0}},
    {"bit times", {Dimension::none, 1, 0}},
    {"W", {Dimension::power, 1, 0}},
    {"J/h", {Dimension::power, 1.0 / 3600, 0}},
    {"var", {Dimension::reactive_power, 1, 0}},
    {"VA", {Dimension::apparent_power, 1, 0}},
    {"m3/h", {Dimension::volume_flow, 1, 0}},
    {"m3/min", {Dimension::volume_flow, 60, 0}},
    {"m3/s", {Dimension::volume_flow, 3600, 0}},
    {"gal/min", {Dimension::volume_flow, 60 * us_gallon, 0}},
    {"gal/h", {Dimension::volume_flow, us_gallon, 0}},
    {"kg/h", {Dimension::mass_flow, 1, 0}},
    {"C", {Dimension::temperature, 1, 0}},
    {"F", {Dimension::temperature, 5.0 / 9, fahrenheit_zero}},
    {"K", {Dimension::temperature_difference, 1, 0}},
    {"F difference", {Dimension::temperature_difference, 5.0 / 9, 0}},
    {"bar", {Dimension::pressure, 1, 0}},
    {"V", {Dimension::voltage, 1, 0}},
    {"A", {Dimension::current, 1, 0}},
    {"Hz", {Dimension::frequency, 1, 0}},
    {"%", {Dimension::ratio, 0.01, 0}},
    {"deg", {Dimension::angle, 1, 0}},
    {"Bd", {Dimension::symbol_rate, 1, 0}},
    {"dBm", {Dimension::signal_level, 1, 0}},
    {"currency", {Dimension::currency, 1, 0}},
    {"mWh", {Dimension::energy, 3600 * 1e-3, 0}},
    {"kWh", {Dimension::energy, 3600 * 1e3, 0}},
    {"MWh", {Dimension::energy, 3600 * 1e6, 0}},
    {"GWh", {Dimension::energy, 3600 * 1e9, 0}},
    {"kJ", {Dimension::energy, 1e3, 0}},
    {"MJ", {Dimension::energy, 1e6, 0}},
    {"GJ", {Dimension::energy, 1e9, 0}},
    {"TJ", {Dimension::energy, 1e12, 0}},
    {"kcal", {Dimension::energy, 4.1868 * 1e3, 0}},
    {"Mcal", {Dimension::energy, 4.1868 * 1e6, 0}},
    {"Gcal", {Dimension::energy, 4.1868 * 1e9, 0}},
    {"kvarh", {Dimension::reactive_energy, 3600 * 1e3, 0}},
    {"Mvarh", {Dimension::reactive_energy, 3600 * 1e6, 0}},
    {"kVAh", {Dimension::apparent_energy, 3600 * 1e3, 0}},
    {"MVAh", {Dimension::apparent_energy, 3600 * 1e6, 0}},
    {"m^3", {Dimension::volume, 1, 0}},
    {"m³", {Dimension::volume, 1, 0}},
    {"l", {Dimension::volume, 1e-3, 0}},
    {"L", {Dimension::volume, 1e-3, 0}},
    {"ml", {Dimension::volume, 1e-6, 0}},
    {"ft^3", {Dimension::volume, foot* foot* foot, 0}},
    {"ft³", {Dimension::volume, foot* foot* foot, 0}},
    {"g", {Dimension::mass, 1e-3, 0}},
    {"t", {Dimension::mass, 1e3, 0}},
    {"ms", {Dimension::duration, 1e-3, 0}},
    {"hours", {Dimension::duration, 3600, 0}},
    {"days", {Dimension::duration, 86400, 0}},
    {"day", {Dimension::duration, 86400, 0}},
    {"month", {Dimension::duration, 2629743.83, 0}},
    {"year", {Dimension::duration, 31556926, 0}},
    {"mW", {Dimension::power, 1e-3, 0}},
    {"kW", {Dimension::power, 1e3, 0}},
    {"MW", {Dimension::power, 1e6, 0}},
    {"GW", {Dimension::power, 1e9, 0}},
    {"kJ/h", {Dimension::power, 1.0 / 3600 * 1e3, 0}},
    {"MJ/h", {Dimension::power, 1.0 / 3600 * 1e6, 0}},
    {"GJ/h", {Dimension::power, 1.0 / 3600 * 1e9, 0}},
    {"kvar", {Dimension::reactive_power, 1e3, 0}},
    {"Mvar", {Dimension::reactive_power, 1e6, 0}},
    {"kVA", {Dimension::apparent_power, 1e3, 0}},
    {"MVA", {Dimension::apparent_power, 1e6, 0}},
    {"m^3/h", {Dimension::volume_flow, 1, 0}},
    {"m³/h", {Dimension::volume_flow, 1, 0}},
    {"l/h", {Dimension::volume_flow, 1e-3, 0}},
    {"L/h", {Dimension::volume_flow, 1e-3, 0}},
    {"ml/h", {Dimension::volume_flow, 1e-6, 0}},
    {"m^3/min", {Dimension::volume_flow, 60, 0}},
    {"l/min", {Dimension::volume_flow, 60 * 1e-3, 0}},
    {"m^3/s", {Dimension::volume_flow, 3600, 0}},
    {"l/s", {Dimension::volume_flow, 3600 * 1e-3, 0}},
    {"t/h", {Dimension::mass_flow, 1e3, 0}},
    {"°C", {Dimension::temperature, 1, 0}},
    {"degC", {Dimension::temperature, 1, 0}},
    {"°F", {Dimension::temperature, 5.0 / 9, fahrenheit_zero}},
    {"degF", {Dimension::temperature, 5.0 / 9, fahrenheit_zero}},
    {"mK", {Dimension::temperature_difference, 1e-3, 0}},
    {"mbar", {Dimension::pressure, 1e-3, 0}},
    {"Pa", {Dimension::pressure, 1e-5, 0}},
    {"kPa", {Dimension::pressure, 1e-2, 0}},
    {"hPa", {Dimension::pressure, 1e-3, 0}},
    {"mV", {Dimension::voltage, 1e-3, 0}},
    {"kV", {Dimension::voltage, 1e3, 0}},
    {"uA", {Dimension::current, 1e-6, 0}},
    {"mA", {Dimension::current, 1e-3, 0}},
    {"kA", {Dimension::current, 1e3, 0}},
    {"mHz", {Dimension::frequency, 1e-3, 0}},
    {"kHz", {Dimension::frequency, 1e3, 0}},
    {"%RH", {Dimension::ratio, 0.01, 0}},
    {"°", {Dimension::angle, 1, 0}},
    {"baud", {Dimension::symbol_rate, 1, 0}},
    {"Ohm", {Dimension::resistance, 1, 0}},
    {"mOhm", {Dimension::resistance, 1e-3, 0}},
    {"kOhm", {Dimension::resistance, 1e3, 0}},
    {"MOhm", {Dimension::resistance, 1e6, 0}},
    {"ohm", {Dimension::resistance, 1, 0}},
    {"mohm", {Dimension::resistance, 1e-3, 0}},
    {"kohm", {Dimension::resistance, 1e3, 0}},
    {"Mohm", {Dimension::resistance, 1e6, 0}},
    {"Ω", {Dimension::resistance, 1, 0}},
    {"mΩ", {Dimension::resistance, 1e-3, 0}},
    {"kΩ", {Dimension::resistance, 1e3, 0}},
    {"MΩ", {Dimension::resistance, 1e6, 0}},
    {"nF", {Dimension::capacitance, 1e-9, 0}},
    {"pF", {Dimension::capacitance, 1e-12, 0}},
    {"uF", {Dimension::capacitance, 1e-6, 0}},
    {"µF", {Dimension::capacitance, 1e-6, 0}},
    {"F", {Dimension::capacitance, 1, 0}},
    {"m", {Dimension::length, 1, 0}},
    {"km", {Dimension::length, 1e3, 0}},
    {"cm", {Dimension::length, 1e-2, 0}},
    {"Ohm/m", {Dimension::resistance_per_length, 1, 0}},
    {"Ohm/km", {Dimension::resistance_per_length, 1e-3, 0}},
    {"mOhm/m", {Dimension::resistance_per_length, 1e-3, 0}},
    {"ohm/m", {Dimension::resistance_per_length, 1, 0}},
    {"ohm/km", {Dimension::resistance_per_length, 1e-3, 0}},
    {"mohm/m", {Dimension::resistance_per_length, 1e-3, 0}},
    {"Ω/m", {Dimension::resistance_per_length, 1, 0}},
    {"Ω/km", {Dimension::resistance_per_length, 1e-3, 0}},
    {"mΩ/m", {Dimension::resistance_per_length, 1e-3, 0}},
    {"pF/m", {Dimension::capacitance_per_length, 1e-12, 0}},
    {"nF/km", {Dimension::capacitance_per_length, 1e-12, 0}},
    {"nF/m", {Dimension::capacitance_per_length, 1e-9, 0}},
    {"us", {Dimension::duration, 1e-6, 0}},
    {"µs", {Dimension::duration, 1e-6, 0}},
    {"ns", {Dimension::duration, 1e-9, 0}},
    {"µA", {Dimension::current, 1e-6, 0}},
    {"MHz", {Dimension::frequency, 1e6, 0}},
};

// In the order of `Dimension`.
constexpr std::array<std::string_view, 28> dimension_names = {{
    "number",
    "energy",
    "reactive energy",
    "apparent energy",
    "volume",
    "mass",
    "duration",
    "power",
    "reactive power",
    "apparent power",
    "volume flow",
    "mass flow",
    "temperature",
    "temperature difference",
    "pressure",
    "voltage",
    "current",
    "frequency",
    "ratio",
    "angle",
    "symbol rate",
    "signal level",
    "currency",
    "resistance",
    "capacitance",
    "length",
    "resistance per length",
    "capacitance per length",
}};
static_assert(dimension_names[static_cast<std::size_t>(Dimension::capacitance_per_length)] == "capacitance per length");

}  // namespace

std::string_view name(Dimension dimension) {
    return dimension_names[static_cast<std::size_t>(dimension)];
}

std::optional<UnitScale> find_unit(std::string_view spelling, Dimension wanted) {
    std::optional<UnitScale> found;
    for (const auto& [text, scale] : spellings) {
        if (text != spelling) continue;
        if (scale.dimension == wanted) return scale;
        if (!found) found = scale;
    }
    return found;
}

std::vector<std::string_view> spellings_of(Dimension dimension) {
    std::vector<std::string_view> list;
    for (const auto& [text, scale] : spellings)
        if (scale.dimension == dimension && !text.empty()) list.push_back(text);
    return list;
}

}  // namespace otbench
