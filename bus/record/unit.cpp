#include "bus/record/unit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

constexpr double us_gallon = 3.785411784e-3;  // m³, NIST Handbook 44, appendix C
constexpr double foot = 0.3048;               // m, likewise
constexpr double fahrenheit_zero = -160.0 / 9.0;

struct UnitEntry {
    std::string_view symbol;
    UnitScale scale;
};

// In the order of `Unit`.
constexpr std::array<UnitEntry, 40> units = {{
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
}};
static_assert(units[static_cast<std::size_t>(Unit::currency)].symbol == "currency");

// Written forms beside the symbols of `units`: multiples and other spellings.
struct Spelling {
    std::string_view text;
    Unit unit;
    double multiple;
};
constexpr std::array<Spelling, 70> spellings = {{
    {"mWh", Unit::watt_hour, 1e-3},
    {"kWh", Unit::watt_hour, 1e3},
    {"MWh", Unit::watt_hour, 1e6},
    {"GWh", Unit::watt_hour, 1e9},
    {"kJ", Unit::joule, 1e3},
    {"MJ", Unit::joule, 1e6},
    {"GJ", Unit::joule, 1e9},
    {"TJ", Unit::joule, 1e12},
    {"kcal", Unit::calorie, 1e3},
    {"Mcal", Unit::calorie, 1e6},
    {"Gcal", Unit::calorie, 1e9},
    {"kvarh", Unit::var_hour, 1e3},
    {"Mvarh", Unit::var_hour, 1e6},
    {"kVAh", Unit::volt_ampere_hour, 1e3},
    {"MVAh", Unit::volt_ampere_hour, 1e6},
    {"m^3", Unit::cubic_metre, 1},
    {"m³", Unit::cubic_metre, 1},
    {"l", Unit::cubic_metre, 1e-3},
    {"L", Unit::cubic_metre, 1e-3},
    {"ml", Unit::cubic_metre, 1e-6},
    {"ft^3", Unit::cubic_foot, 1},
    {"ft³", Unit::cubic_foot, 1},
    {"g", Unit::kilogram, 1e-3},
    {"t", Unit::kilogram, 1e3},
    {"ms", Unit::second, 1e-3},
    {"hours", Unit::hour, 1},
    {"days", Unit::day, 1},
    {"day", Unit::day, 1},
    {"month", Unit::month, 1},
    {"year", Unit::year, 1},
    {"mW", Unit::watt, 1e-3},
    {"kW", Unit::watt, 1e3},
    {"MW", Unit::watt, 1e6},
    {"GW", Unit::watt, 1e9},
    {"kJ/h", Unit::joule_per_hour, 1e3},
    {"MJ/h", Unit::joule_per_hour, 1e6},
    {"GJ/h", Unit::joule_per_hour, 1e9},
    {"kvar", Unit::var, 1e3},
    {"Mvar", Unit::var, 1e6},
    {"kVA", Unit::volt_ampere, 1e3},
    {"MVA", Unit::volt_ampere, 1e6},
    {"m^3/h", Unit::cubic_metre_per_hour, 1},
    {"m³/h", Unit::cubic_metre_per_hour, 1},
    {"l/h", Unit::cubic_metre_per_hour, 1e-3},
    {"L/h", Unit::cubic_metre_per_hour, 1e-3},
    {"ml/h", Unit::cubic_metre_per_hour, 1e-6},
    {"m^3/min", Unit::cubic_metre_per_minute, 1},
    {"l/min", Unit::cubic_metre_per_minute, 1e-3},
    {"m^3/s", Unit::cubic_metre_per_second, 1},
    {"l/s", Unit::cubic_metre_per_second, 1e-3},
    {"t/h", Unit::kilogram_per_hour, 1e3},
    {"°C", Unit::celsius, 1},
    {"degC", Unit::celsius, 1},
    {"°F", Unit::fahrenheit, 1},
    {"degF", Unit::fahrenheit, 1},
    {"mK", Unit::kelvin, 1e-3},
    {"mbar", Unit::bar, 1e-3},
    {"Pa", Unit::bar, 1e-5},
    {"kPa", Unit::bar, 1e-2},
    {"hPa", Unit::bar, 1e-3},
    {"mV", Unit::volt, 1e-3},
    {"kV", Unit::volt, 1e3},
    {"uA", Unit::ampere, 1e-6},
    {"mA", Unit::ampere, 1e-3},
    {"kA", Unit::ampere, 1e3},
    {"mHz", Unit::hertz, 1e-3},
    {"kHz", Unit::hertz, 1e3},
    {"%RH", Unit::percent, 1},
    {"°", Unit::degree, 1},
    {"baud", Unit::baud, 1},
}};

/// The number at the start of `text`, which is advanced past it.
std::optional<double> take_number(std::string_view& text) {
    double number = 0.0;
    std::from_chars_result end{};
    if (text.substr(0, 2) == "0x") {
        std::uint64_t whole = 0;
        end = std::from_chars(text.data() + 2, text.data() + text.size(), whole, 16);
        number = static_cast<double>(whole);
    } else {
        end = std::from_chars(text.data(), text.data() + text.size(), number);
    }
    if (end.ec != std::errc{} || !std::isfinite(number)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end.ptr - text.data()));
    return number;
}

std::optional<UnitScale> scale_of_symbol(std::string_view symbol) {
    for (const UnitEntry& unit : units)
        if (unit.symbol == symbol) return unit.scale;
    for (const Spelling& spelling : spellings) {
        if (spelling.text != symbol) continue;
        UnitScale scale = scale_of(spelling.unit);
        scale.factor *= spelling.multiple;
        return scale;
    }
    return std::nullopt;
}

InputError unlike(const Measure& measure, Dimension wanted) {
    const std::string found = measure.scale.dimension == Dimension::none
                                  ? std::string{"a number without unit"}
                                  : fmt::format("'{}', a unit of {}", measure.unit, name(measure.scale.dimension));
    if (wanted == Dimension::none) return {fmt::format("a number without unit is needed, not {}", found)};
    return {fmt::format("{} needs one of the units {}, not {}", name(wanted), symbols_of(wanted), found)};
}

}  // namespace

UnitScale scale_of(Unit unit) {
    return units[static_cast<std::size_t>(unit)].scale;
}

std::string_view symbol(Unit unit) {
    return units[static_cast<std::size_t>(unit)].symbol;
}

std::string_view name(Dimension dimension) {
    constexpr std::array<std::string_view, 23> names = {"number",          "energy",
                                                        "reactive energy", "apparent energy",
                                                        "volume",          "mass",
                                                        "duration",        "power",
                                                        "reactive power",  "apparent power",
                                                        "volume flow",     "mass flow",
                                                        "temperature",     "temperature difference",
                                                        "pressure",        "voltage",
                                                        "current",         "frequency",
                                                        "ratio",           "angle",
                                                        "symbol rate",     "signal level",
                                                        "currency"};
    static_assert(names[static_cast<std::size_t>(Dimension::currency)] == "currency");
    return names[static_cast<std::size_t>(dimension)];
}

std::string symbols_of(Dimension dimension) {
    std::string list;
    const auto add = [&list](std::string_view text) {
        if (!list.empty()) list += ", ";
        list += text;
    };
    for (const UnitEntry& unit : units)
        if (unit.scale.dimension == dimension && !unit.symbol.empty()) add(unit.symbol);
    for (const Spelling& spelling : spellings)
        if (scale_of(spelling.unit).dimension == dimension) add(spelling.text);
    return list;
}

Checked<Measure> parse_measure(std::string_view text) {
    std::string_view rest = trimmed(text);
    const auto number = take_number(rest);
    if (!number) return InputError{fmt::format("'{}' does not start with a number", text)};
    const std::string_view unit = trimmed(rest);
    const auto scale = scale_of_symbol(unit);
    if (!scale)
        return InputError{fmt::format(
            "unknown unit '{}' in '{}'; known are units of energy ({}), power ({}), "
            "volume ({}), volume flow ({}), temperature ({}), duration ({}) and others",
            unit, text, symbols_of(Dimension::energy), symbols_of(Dimension::power), symbols_of(Dimension::volume),
            symbols_of(Dimension::volume_flow), symbols_of(Dimension::temperature), symbols_of(Dimension::duration))};
    return Measure{*number, *scale, std::string{unit}};
}

Measure measure(double value, Unit unit) {
    return {value, scale_of(unit), std::string{symbol(unit)}};
}

Checked<double> convert(const Measure& measure, Unit unit) {
    const UnitScale target = scale_of(unit);
    if (measure.scale.dimension != target.dimension) return unlike(measure, target.dimension);
    if (measure.scale.offset == target.offset) return measure.value * (measure.scale.factor / target.factor);
    return (measure.in_base_unit() - target.offset) / target.factor;
}

Checked<bool> agree(const Measure& left, const Measure& right, double tolerance) {
    if (left.scale.dimension != right.scale.dimension) return unlike(right, left.scale.dimension);
    const double a = left.in_base_unit();
    const double b = right.in_base_unit();
    constexpr double rounding = 1e-12;  // relative: what a few operations on doubles lose
    return std::abs(a - b) <= tolerance + rounding * std::max(std::abs(a), std::abs(b));
}

Checked<double> parse_tolerance(std::string_view text, const Measure& of) {
    auto width = parse_measure(text);
    if (!width) return width.error();
    if (width->value < 0) return InputError{fmt::format("the tolerance '{}' is negative", text)};
    const Dimension wanted = of.scale.dimension;
    if (width->scale.dimension == Dimension::ratio && wanted != Dimension::ratio)
        return std::abs(of.in_base_unit()) * width->in_base_unit();
    const bool kelvin_for_celsius =
        wanted == Dimension::temperature && width->scale.dimension == Dimension::temperature_difference;
    if (width->scale.dimension != wanted && !kelvin_for_celsius) return unlike(*width, wanted);
    return width->value * width->scale.factor;
}

}  // namespace otbench::bus
