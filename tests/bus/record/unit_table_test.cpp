// Every unit that people may write, with what one of it is in the base unit of its dimension.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "bus/record/unit.hpp"

namespace otbench::bus {
namespace {

using D = Dimension;

struct Written {
    const char* unit;
    Dimension dimension;
    double one;       ///< one of it, without the offset
    double zero = 0;  ///< none of it
};

const Written written[] = {
    {"Wh", D::energy, 3600},
    {"J", D::energy, 1},
    {"cal", D::energy, 4.1868},
    {"varh", D::reactive_energy, 3600},
    {"VAh", D::apparent_energy, 3600},
    {"m3", D::volume, 1},
    {"ft3", D::volume, 0.028316846592},
    {"gal", D::volume, 0.003785411784},
    {"kg", D::mass, 1},
    {"s", D::duration, 1},
    {"min", D::duration, 60},
    {"h", D::duration, 3600},
    {"d", D::duration, 86400},
    {"months", D::duration, 2629743.83},
    {"years", D::duration, 31556926},
    {"bit times", D::none, 1},
    {"W", D::power, 1},
    {"J/h", D::power, 1 / 3600.0},
    {"var", D::reactive_power, 1},
    {"VA", D::apparent_power, 1},
    {"m3/h", D::volume_flow, 1},
    {"m3/min", D::volume_flow, 60},
    {"m3/s", D::volume_flow, 3600},
    {"gal/min", D::volume_flow, 0.22712470704},
    {"gal/h", D::volume_flow, 0.003785411784},
    {"kg/h", D::mass_flow, 1},
    {"C", D::temperature, 1},
    {"F", D::temperature, 5.0 / 9, -160.0 / 9},
    {"K", D::temperature_difference, 1},
    {"F difference", D::temperature_difference, 5.0 / 9},
    {"bar", D::pressure, 1},
    {"V", D::voltage, 1},
    {"A", D::current, 1},
    {"Hz", D::frequency, 1},
    {"%", D::ratio, 0.01},
    {"deg", D::angle, 1},
    {"Bd", D::symbol_rate, 1},
    {"dBm", D::signal_level, 1},
    {"currency", D::currency, 1},
    {"mWh", D::energy, 3.6},
    {"kWh", D::energy, 3.6e6},
    {"MWh", D::energy, 3.6e9},
    {"GWh", D::energy, 3.6e12},
    {"kJ", D::energy, 1000},
    {"MJ", D::energy, 1e6},
    {"GJ", D::energy, 1e9},
    {"TJ", D::energy, 1e12},
    {"kcal", D::energy, 4186.8},
    {"Mcal", D::energy, 4.1868e6},
    {"Gcal", D::energy, 4.1868e9},
    {"kvarh", D::reactive_energy, 3.6e6},
    {"Mvarh", D::reactive_energy, 3.6e9},
    {"kVAh", D::apparent_energy, 3.6e6},
    {"MVAh", D::apparent_energy, 3.6e9},
    {"m^3", D::volume, 1},
    {"m³", D::volume, 1},
    {"l", D::volume, 0.001},
    {"L", D::volume, 0.001},
    {"ml", D::volume, 1e-6},
    {"ft^3", D::volume, 0.028316846592},
    {"ft³", D::volume, 0.028316846592},
    {"g", D::mass, 0.001},
    {"t", D::mass, 1000},
    {"ms", D::duration, 0.001},
    {"hours", D::duration, 3600},
    {"days", D::duration, 86400},
    {"day", D::duration, 86400},
    {"month", D::duration, 2629743.83},
    {"year", D::duration, 31556926},
    {"mW", D::power, 0.001},
    {"kW", D::power, 1000},
    {"MW", D::power, 1e6},
    {"GW", D::power, 1e9},
    {"kJ/h", D::power, 1 / 3.6},
    {"MJ/h", D::power, 1 / 3.6e-3},
    {"GJ/h", D::power, 1 / 3.6e-6},
    {"kvar", D::reactive_power, 1000},
    {"Mvar", D::reactive_power, 1e6},
    {"kVA", D::apparent_power, 1000},
    {"MVA", D::apparent_power, 1e6},
    {"m^3/h", D::volume_flow, 1},
    {"m³/h", D::volume_flow, 1},
    {"l/h", D::volume_flow, 0.001},
    {"L/h", D::volume_flow, 0.001},
    {"ml/h", D::volume_flow, 1e-6},
    {"m^3/min", D::volume_flow, 60},
    {"l/min", D::volume_flow, 0.06},
    {"m^3/s", D::volume_flow, 3600},
    {"l/s", D::volume_flow, 3.6},
    {"t/h", D::mass_flow, 1000},
    {"°C", D::temperature, 1},
    {"degC", D::temperature, 1},
    {"°F", D::temperature, 5.0 / 9, -160.0 / 9},
    {"degF", D::temperature, 5.0 / 9, -160.0 / 9},
    {"mK", D::temperature_difference, 0.001},
    {"mbar", D::pressure, 0.001},
    {"Pa", D::pressure, 1e-5},
    {"kPa", D::pressure, 0.01},
    {"hPa", D::pressure, 0.001},
    {"mV", D::voltage, 0.001},
    {"kV", D::voltage, 1000},
    {"uA", D::current, 1e-6},
    {"mA", D::current, 0.001},
    {"kA", D::current, 1000},
    {"mHz", D::frequency, 0.001},
    {"kHz", D::frequency, 1000},
    {"%RH", D::ratio, 0.01},
    {"°", D::angle, 1},
    {"baud", D::symbol_rate, 1},
};

TEST(UnitTable, each_spelling_means_its_unit) {
    for (const Written& row : written) {
        SCOPED_TRACE(row.unit);
        const auto none = parse_measure(fmt::format("0 {}", row.unit));
        const auto two = parse_measure(fmt::format("2 {}", row.unit));
        ASSERT_TRUE(none) << none.error().message;
        ASSERT_TRUE(two) << two.error().message;
        EXPECT_EQ(two->scale.dimension, row.dimension);
        EXPECT_DOUBLE_EQ(none->in_base_unit(), row.zero);
        EXPECT_DOUBLE_EQ(two->in_base_unit(), 2 * row.one + row.zero);
    }
}

TEST(UnitTable, each_unit_is_written_in_its_own_way) {
    for (int i = 1; i <= static_cast<int>(Unit::currency); ++i) {
        const auto unit = static_cast<Unit>(i);
        const auto read = parse_measure(fmt::format("1 {}", symbol(unit)));
        ASSERT_TRUE(read) << symbol(unit);
        EXPECT_EQ(read->scale.dimension, scale_of(unit).dimension) << symbol(unit);
        EXPECT_EQ(read->scale.factor, scale_of(unit).factor) << symbol(unit);
    }
    EXPECT_EQ(symbol(Unit::cubic_metre_per_minute), "m3/min");
    EXPECT_EQ(symbol(Unit::fahrenheit_difference), "F difference");
}

}  // namespace
}  // namespace otbench::bus
