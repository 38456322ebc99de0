#include "bus/record/unit.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

using ::testing::HasSubstr;

double base(const char* text) {
    return parse_measure(text).value().in_base_unit();
}

TEST(Unit, reads_numbers_with_the_units_that_people_write) {
    EXPECT_DOUBLE_EQ(base("9730 kWh"), 9730 * 3.6e6);
    EXPECT_DOUBLE_EQ(base("2.5 GJ"), 2.5e9);
    EXPECT_DOUBLE_EQ(base("15.3 C"), 15.3);
    EXPECT_DOUBLE_EQ(base("15.3 °C"), 15.3);
    EXPECT_DOUBLE_EQ(base("59 F"), 15.0);
    EXPECT_DOUBLE_EQ(base("1638.0 m^3"), 1638.0);
    EXPECT_DOUBLE_EQ(base("1638.0 m³"), 1638.0);
    EXPECT_DOUBLE_EQ(base("250 l/h"), 0.25);
    EXPECT_DOUBLE_EQ(base("1 l/s"), 3.6);
    EXPECT_DOUBLE_EQ(base("2d"), 172800);
    EXPECT_DOUBLE_EQ(base("-7"), -7);
    EXPECT_DOUBLE_EQ(base("0x22"), 34);
    EXPECT_DOUBLE_EQ(base("3.6 MJ/h"), 1000);
}

TEST(Unit, says_what_is_wrong_with_a_text) {
    EXPECT_THAT(parse_measure("warm").error().message, HasSubstr("(expected a number with a unit)"));
    EXPECT_THAT(parse_measure("").error().message, HasSubstr("(expected a number with a unit)"));
    EXPECT_THAT(parse_measure("inf W").error().message, HasSubstr("(expected a number with a unit)"));
    EXPECT_THAT(parse_measure("5 kwh").error().message, HasSubstr("unknown unit 'kwh' in '5 kwh'"));
    EXPECT_THAT(parse_measure("5 kwh").error().message, HasSubstr("kWh"));
}

TEST(Unit, converts_within_a_dimension_only) {
    EXPECT_DOUBLE_EQ(convert(parse_measure("36 MJ").value(), Unit::watt_hour).value(), 10000);
    EXPECT_DOUBLE_EQ(convert(parse_measure("1 h").value(), Unit::minute).value(), 60);
    EXPECT_NEAR(convert(parse_measure("20 C").value(), Unit::fahrenheit).value(), 68, 1e-9);
    EXPECT_EQ(convert(parse_measure("3 m3").value(), Unit::watt).error().message,
              "power needs one of the units W, J/h, mW, kW, MW, GW, kJ/h, MJ/h, GJ/h, not 'm3', a unit of volume");
}

TEST(Unit, compares_with_a_tolerance) {
    const Measure measured = parse_measure("15.3 C").value();
    const Measure expected = parse_measure("15.34 °C").value();
    EXPECT_FALSE(agree(measured, expected).value());
    EXPECT_TRUE(agree(measured, expected, parse_tolerance("0.05 C", expected).value()).value());
    EXPECT_TRUE(agree(measured, expected, parse_tolerance("0.05 K", expected).value()).value());
    EXPECT_TRUE(agree(measured, expected, parse_tolerance("1 %", expected).value()).value());
    EXPECT_THAT(agree(measured, parse_measure("1 W").value()).error().message, HasSubstr("temperature needs one of"));
    EXPECT_THAT(parse_tolerance("-1 C", expected).error().message, HasSubstr("negative"));
    EXPECT_THAT(parse_tolerance("1 W", expected).error().message, HasSubstr("temperature needs"));
}

}  // namespace
}  // namespace otbench::bus
