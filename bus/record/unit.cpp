#include "bus/record/unit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/numbers.hpp"
#include "base/text.hpp"

namespace otbench::bus {
namespace {

// How a person writes each `Unit`, in its order.
constexpr std::array<std::string_view, 40> symbols = {{
    "",       "Wh",   "J",       "cal",    "varh",  "VAh",       "m3",       "ft3", "gal",          "kg",  "s",
    "min",    "h",    "d",       "months", "years", "bit times", "W",        "J/h", "var",          "VA",  "m3/h",
    "m3/min", "m3/s", "gal/min", "gal/h",  "kg/h",  "C",         "F",        "K",   "F difference", "bar", "V",
    "A",      "Hz",   "%",       "deg",    "Bd",    "dBm",       "currency",
}};
static_assert(symbols[static_cast<std::size_t>(Unit::currency)] == "currency");

struct NumberWithUnit {
    double number;
    std::string_view unit;
};

/// "9730 kWh", or a whole number in hexadecimal: "0x1f kWh".
std::optional<NumberWithUnit> number_with_unit(std::string_view text) {
    text = trimmed(text);
    if (text.substr(0, 2) == "0x") {
        const auto end = std::min(text.find_first_not_of("0123456789abcdefABCDEF", 2), text.size());
        const auto whole = parse_integer<std::uint64_t>(text.substr(2, end - 2), 16);
        if (!whole) return std::nullopt;
        return NumberWithUnit{static_cast<double>(*whole), trimmed(text.substr(end))};
    }
    const auto [digits, unit] = split_number(text);
    const auto number = parse_number(digits);
    if (!number) return std::nullopt;
    return NumberWithUnit{*number, unit};
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
    static const auto scales = [] {
        std::array<UnitScale, symbols.size()> all{};
        for (std::size_t i = 0; i < symbols.size(); ++i) all[i] = *find_unit(symbols[i]);
        return all;
    }();
    return scales[static_cast<std::size_t>(unit)];
}

std::string_view symbol(Unit unit) {
    return symbols[static_cast<std::size_t>(unit)];
}

std::string symbols_of(Dimension dimension) {
    return fmt::format("{}", fmt::join(spellings_of(dimension), ", "));
}

Checked<Measure> parse_measure(std::string_view text) {
    const auto measured = number_with_unit(text);
    if (!measured) return InputError{fmt::format("invalid value '{}' (expected a number with a unit)", text)};
    const auto& [number, unit] = *measured;
    const auto scale = find_unit(unit);
    if (!scale)
        return InputError{fmt::format(
            "unknown unit '{}' in '{}'; known are units of energy ({}), power ({}), "
            "volume ({}), volume flow ({}), temperature ({}), duration ({}) and others",
            unit, text, symbols_of(Dimension::energy), symbols_of(Dimension::power), symbols_of(Dimension::volume),
            symbols_of(Dimension::volume_flow), symbols_of(Dimension::temperature), symbols_of(Dimension::duration))};
    return Measure{number, *scale, std::string{unit}};
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
