#include "base/config/units.hpp"

#include <gtest/gtest.h>

#include <clocale>

namespace otbench::config {
namespace {

using namespace std::chrono_literals;

std::string complaint_about(std::string_view text, Dimension dimension) {
    const auto quantity = parse_quantity(text, dimension);
    return quantity ? "accepted" : quantity.error().message;
}

std::string complaint_about_duration(std::string_view text) {
    const auto duration = parse_duration(text);
    return duration ? "accepted" : duration.error().message;
}

TEST(Units, reads_every_unit_of_time) {
    EXPECT_EQ(*parse_duration("7ns"), 7ns);
    EXPECT_EQ(*parse_duration("100us"), 100us);
    EXPECT_EQ(*parse_duration("100 µs"), 100us);
    EXPECT_EQ(*parse_duration("65.535 ms"), 65'535us);
    EXPECT_EQ(*parse_duration("1.5s"), 1'500ms);
    EXPECT_EQ(*parse_duration("2 min"), 2min);
    EXPECT_EQ(*parse_duration(" 12h "), 12h);
    EXPECT_EQ(*parse_duration("0s"), 0s);
}

TEST(Units, refuses_durations_that_no_run_could_keep) {
    EXPECT_EQ(complaint_about_duration("0.5ns"), "invalid duration '0.5ns' (expected a whole number of nanoseconds)");
    EXPECT_EQ(complaint_about_duration("100000h"), "invalid duration '100000h' (expected at most ten years, 87660h)");
    EXPECT_EQ(complaint_about_duration("1e999s"), "number '1e999' is out of range");
    EXPECT_EQ(complaint_about_duration("-2s"), "invalid duration '-2s' (expected 0 or more)");
    EXPECT_EQ(complaint_about_duration("nan s"), "invalid duration 'nan s' (expected for example 1us, 1ms or 1s)");
    EXPECT_EQ(complaint_about_duration(""), "invalid duration '' (expected for example 1us, 1ms or 1s)");
    EXPECT_EQ(complaint_about_duration("2 S"), "invalid unit 'S' of a duration (expected for example 2us, 2ms or 2s)");
}

TEST(Units, turns_quantities_into_base_units) {
    EXPECT_DOUBLE_EQ(parse_quantity("36 V", Dimension::voltage)->si, 36.0);
    EXPECT_DOUBLE_EQ(parse_quantity("350mV", Dimension::voltage)->si, 0.35);
    EXPECT_DOUBLE_EQ(parse_quantity("1.5 mA", Dimension::current)->si, 1.5e-3);
    EXPECT_DOUBLE_EQ(parse_quantity("82 Ohm", Dimension::resistance)->si, 82.0);
    EXPECT_DOUBLE_EQ(parse_quantity("4.7 kΩ", Dimension::resistance)->si, 4700.0);
    EXPECT_DOUBLE_EQ(parse_quantity("100 nF", Dimension::capacitance)->si, 100e-9);
    EXPECT_DOUBLE_EQ(parse_quantity("1.2 km", Dimension::length)->si, 1200.0);
    EXPECT_DOUBLE_EQ(parse_quantity("-20 °C", Dimension::temperature)->si, -20.0);
    EXPECT_DOUBLE_EQ(parse_quantity("73 Ohm/km", Dimension::resistance_per_length)->si, 0.073);
    EXPECT_DOUBLE_EQ(parse_quantity("120 pF/m", Dimension::capacitance_per_length)->si, 120e-12);
    EXPECT_DOUBLE_EQ(parse_quantity("3", Dimension::count)->si, 3.0);
    EXPECT_NEAR(parse_quantity("212 F", Dimension::temperature)->si, 100.0, 1e-9);
    EXPECT_DOUBLE_EQ(parse_quantity("2 F", Dimension::capacitance)->si, 2.0);
    EXPECT_EQ(*parse_duration("2 d"), std::chrono::hours{48});
    EXPECT_EQ(parse_quantity(" 36  V ", Dimension::voltage)->text, "36  V");
}

TEST(Units, lists_the_known_units) {
    EXPECT_EQ(complaint_about("36", Dimension::voltage), "a voltage needs a unit: '36' could be 36 V or 36 mV");
    EXPECT_EQ(complaint_about("36 W", Dimension::voltage),
              "invalid unit 'W' of a voltage (expected for example 36 V or 36 mV)");
    EXPECT_EQ(complaint_about("V", Dimension::voltage), "invalid voltage 'V' (expected for example 1 V or 1 mV)");
    EXPECT_EQ(complaint_about("20", Dimension::temperature), "a temperature needs a unit: '20' could be 20 C");
    EXPECT_EQ(complaint_about("3 V", Dimension::count), "invalid number '3 V'");
}

TEST(Units, reads_numbers_the_same_in_every_locale) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    for (const char* name : {"C", "de_DE.UTF-8"}) {
        std::setlocale(LC_ALL, name);  // stays as it is where the machine does not have it
        EXPECT_DOUBLE_EQ(*parse_number("1.5"), 1.5);
        EXPECT_FALSE(parse_number("1,5"));
    }
    std::setlocale(LC_ALL, before.c_str());
}

TEST(Units, splits_a_text_where_its_number_ends) {
    const auto expect_split = [](std::string_view text, std::string_view number, std::string_view unit) {
        const auto split = split_number(text);
        EXPECT_EQ(split.number, number) << text;
        EXPECT_EQ(split.unit, unit) << text;
    };
    expect_split("1e3 V", "1e3", "V");
    expect_split("1 e", "1", "e");
    expect_split("1e", "1", "e");  // an exponent without digits is a unit
    expect_split(".5s", ".5", "s");
    expect_split("+5.s", "+5.", "s");
    expect_split("-", "", "-");
    expect_split("", "", "");
}

}  // namespace
}  // namespace otbench::config
