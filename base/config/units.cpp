#include "base/config/units.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"

namespace otbench::config {

namespace {

/// The units that messages name for a dimension, and what stands between number and unit: "36 V", but "100ms".
struct Suggestion {
    Dimension dimension;
    std::array<std::string_view, 4> units;  ///< empty ones at the end
    std::string_view blank;
};
const Suggestion suggestions[] = {
    {Dimension::voltage, {{"V", "mV"}}, " "},
    {Dimension::current, {{"A", "mA", "uA"}}, " "},
    {Dimension::resistance, {{"Ohm", "mOhm", "kOhm", "MOhm"}}, " "},
    {Dimension::capacitance, {{"nF", "pF", "uF"}}, " "},
    {Dimension::length, {{"m", "km", "cm"}}, " "},
    {Dimension::temperature, {{"C"}}, " "},
    {Dimension::resistance_per_length, {{"Ohm/m", "Ohm/km", "mOhm/m"}}, " "},
    {Dimension::capacitance_per_length, {{"pF/m", "nF/km", "nF/m"}}, " "},
    {Dimension::frequency, {{"Hz", "kHz", "MHz"}}, " "},
    {Dimension::duration, {{"us", "ms", "s"}}, ""},
};

/// "36 V or 36 mV".
std::string alternatives(Dimension dimension, std::string_view number) {
    const auto suggestion = std::find_if(std::begin(suggestions), std::end(suggestions),
                                         [&](const Suggestion& each) { return each.dimension == dimension; });
    std::string list;
    const auto& units = suggestion->units;
    auto left = units.size() - static_cast<std::size_t>(std::count(units.begin(), units.end(), ""));
    for (const auto unit : units) {
        if (unit.empty()) break;
        list += fmt::format("{}{}{}", number, suggestion->blank, unit);
        if (--left > 0) list += left == 1 ? " or " : ", ";
    }
    return list;
}

struct Measured {
    double value;
    UnitScale scale;
};

/// `dimension` is one of those in `suggestions`.
Checked<Measured> measure(std::string_view text, Dimension dimension) {
    const auto [number, unit] = split_number(text);
    const auto what = name(dimension);
    if (number.empty())
        return InputError{
            fmt::format("invalid {} '{}' (expected for example {})", what, text, alternatives(dimension, "1"))};
    if (unit.empty())
        return InputError{
            fmt::format("a {} needs a unit: '{}' could be {}", what, number, alternatives(dimension, number))};
    const auto scale = find_unit(unit, dimension);
    if (!scale || scale->dimension != dimension)
        return InputError{fmt::format("invalid unit '{}' of a {} (expected for example {})", unit, what,
                                      alternatives(dimension, number))};
    const auto value = parse_number(number);
    if (!value) return value.error();
    return Measured{*value, *scale};
}

}  // namespace

Checked<Quantity> parse_quantity(std::string_view text, Dimension dimension) {
    if (dimension == Dimension::count) {
        const auto value = parse_number(text);
        if (!value) return value.error();
        return Quantity{*value, std::string{trimmed(text)}};
    }
    const auto measured = measure(text, dimension);
    if (!measured) return measured.error();
    const auto& [value, scale] = *measured;
    return Quantity{value * scale.factor + scale.offset, std::string{trimmed(text)}};
}

Checked<Nanoseconds> parse_duration(std::string_view text) {
    constexpr double longest_duration = 87'660.0 * 3600e9;  // ten years: sums of a few still fit the type
    const auto measured = measure(text, Dimension::duration);
    if (!measured) return measured.error();
    // The scale first, so that whole numbers stay whole.
    const double nanoseconds = measured->value * (measured->scale.factor * 1e9);
    if (nanoseconds < 0.0) return InputError{fmt::format("invalid duration '{}' (expected 0 or more)", text)};
    if (nanoseconds > longest_duration)
        return InputError{fmt::format("invalid duration '{}' (expected at most ten years, 87660h)", text)};
    if (std::abs(nanoseconds - std::round(nanoseconds)) > 1e-3) {
        return InputError{fmt::format("invalid duration '{}' (expected a whole number of nanoseconds)", text)};
    }
    return Nanoseconds{std::llround(nanoseconds)};
}

}  // namespace otbench::config
