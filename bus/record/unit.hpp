#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/units.hpp"
#include "bus/record/codec_error.hpp"

namespace otbench::bus {

using otbench::Dimension;
using otbench::name;
using otbench::UnitScale;

/// The units in which the VIF tables count, before their power of ten.
enum class Unit : std::uint8_t {
    none,
    watt_hour,
    joule,
    calorie,
    var_hour,
    volt_ampere_hour,
    cubic_metre,
    cubic_foot,
    gallon,
    kilogram,
    second,
    minute,
    hour,
    day,
    month,
    year,
    bit_time,
    watt,
    joule_per_hour,
    var,
    volt_ampere,
    cubic_metre_per_hour,
    cubic_metre_per_minute,
    cubic_metre_per_second,
    gallon_per_minute,
    gallon_per_hour,
    kilogram_per_hour,
    celsius,
    fahrenheit,
    kelvin,
    fahrenheit_difference,
    bar,
    volt,
    ampere,
    hertz,
    percent,
    degree,
    baud,
    dbm,
    currency,
};

[[nodiscard]] UnitScale scale_of(Unit unit);

/// How a person writes the unit: "m3/h", "C". Empty for `Unit::none`.
[[nodiscard]] std::string_view symbol(Unit unit);

/// A number with the unit it was written or sent in.
struct Measure {
    double value = 0.0;
    UnitScale scale{Dimension::none, 1.0, 0.0};
    std::string unit;  ///< as written

    [[nodiscard]] double in_base_unit() const { return value * scale.factor + scale.offset; }
};

/// Reads "9730 kWh", "15.3 °C", "1638.0 m^3", "-2" or "0x22" (a number of no dimension). Says which units exist when
/// the unit is unknown.
[[nodiscard]] Checked<Measure> parse_measure(std::string_view text);

/// `value` counted in `unit`.
[[nodiscard]] Measure measure(double value, Unit unit);

/// The value of `measure` in another unit; an error that names both dimensions and the units allowed when they differ.
[[nodiscard]] Checked<double> convert(const Measure& measure, Unit unit);

/// Whether two measures of one dimension differ by no more than `tolerance` (base unit of the dimension) or by rounding
/// of doubles.
[[nodiscard]] Checked<bool> agree(const Measure& left, const Measure& right, double tolerance = 0.0);

/// A tolerance as written: a width in a unit of the dimension of `of` ("0.05 C" is 0.05 K wide), as base units, or a
/// share of `of` ("2 %").
[[nodiscard]] Checked<double> parse_tolerance(std::string_view text, const Measure& of);

/// The symbols that measures of a dimension may use, joined by ", ".
[[nodiscard]] std::string symbols_of(Dimension dimension);

}  // namespace otbench::bus
