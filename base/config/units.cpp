#include "base/config/units.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <boost/core/span.hpp>
#include <cmath>

#include "base/text.hpp"

namespace otbench::config {

namespace {

struct Unit {
    std::string_view name;
    double factor;  ///< to the dimension's base unit
};

constexpr Unit volts[] = {{"V", 1.0}, {"mV", 1e-3}};
constexpr Unit amperes[] = {{"A", 1.0}, {"mA", 1e-3}, {"uA", 1e-6}, {"µA", 1e-6}};
constexpr Unit ohms[] = {{"Ohm", 1.0},  {"mOhm", 1e-3}, {"kOhm", 1e3}, {"MOhm", 1e6}, {"ohm", 1.0}, {"mohm", 1e-3},
                         {"kohm", 1e3}, {"Mohm", 1e6},  {"Ω", 1.0},    {"mΩ", 1e-3},  {"kΩ", 1e3},  {"MΩ", 1e6}};
constexpr Unit farads[] = {{"nF", 1e-9}, {"pF", 1e-12}, {"uF", 1e-6}, {"µF", 1e-6}, {"F", 1.0}};
constexpr Unit metres[] = {{"m", 1.0}, {"km", 1e3}, {"cm", 1e-2}};
constexpr Unit degrees[] = {{"C", 1.0}, {"°C", 1.0}};
constexpr Unit ohms_per_metre[] = {{"Ohm/m", 1.0}, {"Ohm/km", 1e-3}, {"mOhm/m", 1e-3},
                                   {"ohm/m", 1.0}, {"ohm/km", 1e-3}, {"mohm/m", 1e-3},
                                   {"Ω/m", 1.0},   {"Ω/km", 1e-3},   {"mΩ/m", 1e-3}};
constexpr Unit hertz[] = {{"Hz", 1.0}, {"kHz", 1e3}, {"MHz", 1e6}};
constexpr Unit farads_per_metre[] = {{"pF/m", 1e-12}, {"nF/km", 1e-12}, {"nF/m", 1e-9}};

// To nanoseconds, so that whole numbers stay whole.
constexpr Unit times[] = {{"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"ns", 1.0}, {"µs", 1e3}, {"min", 60e9}, {"h", 3600e9}};

struct DimensionEntry {
    Dimension dimension;
    std::string_view name;  ///< with its article
    boost::span<const Unit> units;
    std::size_t suggested;  ///< so many of the units are named in messages
};

const DimensionEntry dimensions[] = {
    {Dimension::voltage, "a voltage", volts, 2},
    {Dimension::current, "a current", amperes, 3},
    {Dimension::resistance, "a resistance", ohms, 4},
    {Dimension::capacitance, "a capacitance", farads, 3},
    {Dimension::length, "a length", metres, 3},
    {Dimension::temperature, "a temperature", degrees, 1},
    {Dimension::resistance_per_length, "a resistance per length", ohms_per_metre, 3},
    {Dimension::capacitance_per_length, "a capacitance per length", farads_per_metre, 3},
    {Dimension::frequency, "a frequency", hertz, 3},
};
const DimensionEntry time_entry{{}, "a duration", times, 3};

std::string alternatives(const DimensionEntry& entry, std::string_view number, std::string_view blank) {
    std::string list;
    for (std::size_t i = 0; i < entry.suggested; ++i) {
        if (i > 0) list += i + 1 == entry.suggested ? " or " : ", ";
        list += fmt::format("{}{}{}", number, number.empty() ? "" : blank, entry.units[i].name);
    }
    return list;
}

struct Measured {
    double value;  ///< in the base unit
};

/// `blank` stands between number and unit in the examples: "36 V", but "100ms".
Checked<Measured> measure(std::string_view text, const DimensionEntry& entry, std::string_view blank) {
    const auto [number, unit] = split_number(text);
    if (number.empty()) {
        return InputError{
            fmt::format("'{}' is not {}; write for example {}", text, entry.name, alternatives(entry, "1", blank))};
    }
    if (unit.empty()) {
        return InputError{
            fmt::format("{} needs a unit: '{}' could be {}", entry.name, number, alternatives(entry, number, blank))};
    }
    const auto known = std::find_if(entry.units.begin(), entry.units.end(),
                                    [unit = unit](const Unit& candidate) { return candidate.name == unit; });
    if (known == entry.units.end()) {
        return InputError{fmt::format("'{}' is no unit of {}; '{}' could be {}", unit, entry.name, number,
                                      alternatives(entry, number, blank))};
    }
    const auto value = parse_number(number);
    if (!value) return value.error();
    return Measured{*value * known->factor};
}

}  // namespace

Checked<Quantity> parse_quantity(std::string_view text, Dimension dimension) {
    if (dimension == Dimension::count) {
        const auto value = parse_number(text);
        if (!value) return value.error();
        return Quantity{*value, std::string{trimmed(text)}};
    }
    const auto entry = std::find_if(std::begin(dimensions), std::end(dimensions),
                                    [&](const DimensionEntry& candidate) { return candidate.dimension == dimension; });
    const auto measured = measure(text, *entry, " ");
    if (!measured) return measured.error();
    return Quantity{measured->value, std::string{trimmed(text)}};
}

Checked<Duration> parse_duration(std::string_view text) {
    constexpr double longest = 87'660.0 * 3600e9;  // ten years: sums of a few still fit the type
    const auto measured = measure(text, time_entry, "");
    if (!measured) return measured.error();
    const double nanoseconds = measured->value;
    if (nanoseconds < 0.0) return InputError{fmt::format("a duration cannot be negative: '{}'", text)};
    if (nanoseconds > longest) return InputError{fmt::format("'{}' is longer than ten years (87660h)", text)};
    if (std::abs(nanoseconds - std::round(nanoseconds)) > 1e-3) {
        return InputError{fmt::format("'{}' is no whole number of nanoseconds", text)};
    }
    return Duration{std::llround(nanoseconds)};
}

}  // namespace otbench::config
