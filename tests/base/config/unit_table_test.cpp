// Every unit of scenario files and options, with what one of it is in the unit that the bench counts in.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/config/units.hpp"

namespace otbench::config {
namespace {

using namespace std::chrono_literals;
using D = Dimension;

struct Written {
    const char* unit;
    Dimension dimension;
    double one;
};

const Written written[] = {
    {"V", D::voltage, 1},
    {"mV", D::voltage, 0.001},
    {"A", D::current, 1},
    {"mA", D::current, 0.001},
    {"uA", D::current, 1e-6},
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
    {"C", D::temperature, 1},
    {"°C", D::temperature, 1},
    {"Ohm/m", D::resistance_per_length, 1},
    {"Ohm/km", D::resistance_per_length, 0.001},
    {"mOhm/m", D::resistance_per_length, 0.001},
    {"ohm/m", D::resistance_per_length, 1},
    {"ohm/km", D::resistance_per_length, 0.001},
    {"mohm/m", D::resistance_per_length, 0.001},
    {"Ω/m", D::resistance_per_length, 1},
    {"Ω/km", D::resistance_per_length, 0.001},
    {"mΩ/m", D::resistance_per_length, 0.001},
    {"Hz", D::frequency, 1},
    {"kHz", D::frequency, 1000},
    {"MHz", D::frequency, 1e6},
    {"pF/m", D::capacitance_per_length, 1e-12},
    {"nF/km", D::capacitance_per_length, 1e-12},
    {"nF/m", D::capacitance_per_length, 1e-9},
};

constexpr Dimension dimensions[] = {D::voltage,
                                    D::current,
                                    D::resistance,
                                    D::capacitance,
                                    D::length,
                                    D::temperature,
                                    D::frequency,
                                    D::resistance_per_length,
                                    D::capacitance_per_length};

TEST(UnitTable, each_spelling_means_its_unit) {
    for (const Written& row : written) {
        const auto three = parse_quantity(fmt::format("3 {}", row.unit), row.dimension);
        ASSERT_TRUE(three) << three.error().message;
        EXPECT_DOUBLE_EQ(three->si, 3 * row.one) << row.unit;
    }
}

TEST(UnitTable, no_unit_is_taken_for_another_dimension) {
    for (const Written& row : written) {
        for (const Dimension dimension : dimensions) {
            bool belongs = false;
            for (const Written& other : written)
                belongs = belongs || (other.dimension == dimension && std::string_view{other.unit} == row.unit);
            EXPECT_EQ(parse_quantity(fmt::format("3 {}", row.unit), dimension).has_value(), belongs) << row.unit;
        }
    }
}

TEST(UnitTable, each_spelling_of_a_time_means_its_unit) {
    const std::pair<const char*, Duration> times[] = {{"ns", 1ns}, {"us", 1us},   {"µs", 1us}, {"ms", 1ms},
                                                      {"s", 1s},   {"min", 1min}, {"h", 1h}};
    for (const auto& [unit, one] : times) EXPECT_EQ(parse_duration(fmt::format("3{}", unit)).value(), 3 * one) << unit;
}

}  // namespace
}  // namespace otbench::config
