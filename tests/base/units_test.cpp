// Every unit that people may write, with what one of it is in the base unit of its dimension.

#include "base/units.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace otbench {
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
    {"µA", D::current, 1e-6},
    {"Ohm", D::resistance, 1},
    {"mOhm", D::resistance, 0.001},
    {"kOhm", D::resistance, 1000},
    {"MOhm", D::resistance, 1e6},
    {"ohm", D::resistance, 1},
    {"mohm", D::resistance, 0.001},
    {"kohm", D::resistance, 1000},
    {"Mohm", D::resistance, 1e6},
    {"Ω", D::resistance, 1},
    {"mΩ", D::resistance, 0.001},
    {"kΩ", D::resistance, 1000},
    {"MΩ", D::resistance, 1e6},
    {"nF", D::capacitance, 1e-9},
    {"pF", D::capacitance, 1e-12},
    {"uF", D::capacitance, 1e-6},
    {"µF", D::capacitance, 1e-6},
    {"F", D::capacitance, 1},
    {"m", D::length, 1},
    {"km", D::length, 1000},
    {"cm", D::length, 0.01},
    {"Ohm/m", D::resistance_per_length, 1},
    {"Ohm/km", D::resistance_per_length, 0.001},
    {"mOhm/m", D::resistance_per_length, 0.001},
    {"ohm/m", D::resistance_per_length, 1},
    {"ohm/km", D::resistance_per_length, 0.001},
    {"mohm/m", D::resistance_per_length, 0.001},
    {"Ω/m", D::resistance_per_length, 1},
    {"Ω/km", D::resistance_per_length, 0.001},
    {"mΩ/m", D::resistance_per_length, 0.001},
    {"MHz", D::frequency, 1e6},
    {"pF/m", D::capacitance_per_length, 1e-12},
    {"nF/km", D::capacitance_per_length, 1e-12},
    {"nF/m", D::capacitance_per_length, 1e-9},
    {"us", D::duration, 1e-6},
    {"µs", D::duration, 1e-6},
    {"ns", D::duration, 1e-9},
};

std::vector<std::string_view> written_of(Dimension dimension) {
    std::vector<std::string_view> spellings;
    for (const Written& row : written)
        if (row.dimension == dimension) spellings.emplace_back(row.unit);
    return spellings;
}

TEST(UnitTable, each_spelling_means_its_unit) {
    for (const Written& row : written) {
        SCOPED_TRACE(row.unit);
        const auto scale = find_unit(row.unit, row.dimension);
        ASSERT_TRUE(scale);
        EXPECT_EQ(scale->dimension, row.dimension);
        EXPECT_DOUBLE_EQ(scale->factor, row.one);
        EXPECT_DOUBLE_EQ(scale->offset, row.zero);
    }
    EXPECT_FALSE(find_unit("kwh"));
}

TEST(UnitTable, takes_a_number_without_a_unit_as_it_is) {
    const auto bare = find_unit("");
    ASSERT_TRUE(bare);
    EXPECT_EQ(bare->dimension, Dimension::none);
    EXPECT_EQ(bare->factor, 1);
    EXPECT_EQ(bare->offset, 0);
}

TEST(UnitTable, has_no_other_spelling_and_none_twice) {
    for (int i = 0; i <= static_cast<int>(Dimension::capacitance_per_length); ++i) {
        const auto dimension = static_cast<Dimension>(i);
        EXPECT_FALSE(name(dimension).empty());
        EXPECT_THAT(spellings_of(dimension), testing::UnorderedElementsAreArray(written_of(dimension)))
            << name(dimension);
    }
}

TEST(UnitTable, gives_a_spelling_with_two_meanings_the_one_that_is_wanted) {
    EXPECT_EQ(find_unit("F")->dimension, Dimension::temperature);
    EXPECT_EQ(find_unit("F", Dimension::capacitance)->factor, 1);
    EXPECT_EQ(find_unit("F", Dimension::voltage)->dimension, Dimension::temperature);
}

}  // namespace
}  // namespace otbench
