#include <cmath>

#include "runner/language/parser/parse_parts.hpp"
#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

/// An expect-line step with one key in line 9 from column 7.
std::string with_line(std::string_view entry) {
    return support::with_bus_and_steps("  - expect-line:\n      " + std::string{entry} + "\n");
}
/// A decode step with one entry in line 8 from column 7.
std::string with_reading(std::string_view entry) {
    return support::with_steps("  - decode: last dump\n    expect:\n      " + std::string{entry} + "\n");
}

/// What `parse` makes of a mapping with one entry, which is sound.
template <class Parse>
auto only_entry(std::string_view entry, Parse parse) {
    Diagnostics diagnostics{"x.yaml"};
    const auto catalog = std::make_shared<const ProfileCatalog>(support::catalog());
    const auto root = read_yaml(entry, "an expectation", diagnostics);
    const auto found = parse(root.value_or(YamlNode{}), parts::Context{catalog, step_kinds(), diagnostics});
    for (const auto& diagnostic : diagnostics.take_all()) ADD_FAILURE() << to_string(diagnostic);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? typename decltype(found)::value_type{} : found.front();
}
LineExpectation line(std::string_view entry) {
    return only_entry(entry, parts::parse_line);
}
ReadingExpectation reading(std::string_view entry) {
    return only_entry(entry, parts::parse_readings);
}

TEST(ParseMeasurements, takes_a_range_in_each_form) {
    const auto written = line("bus-voltage-mark: 35.3 V .. 35500 mV");
    EXPECT_EQ(written.what, LineExpectation::What::bus_voltage_mark);
    EXPECT_DOUBLE_EQ(written.minimum, 35.3);
    EXPECT_DOUBLE_EQ(written.maximum, 35.5);
    EXPECT_EQ(written.text, "35.3 V .. 35500 mV");
    const auto limits = line("bus-voltage-space: {min: 21 V, max: 23 V}");
    EXPECT_DOUBLE_EQ(limits.minimum, 21.0);
    EXPECT_DOUBLE_EQ(limits.maximum, 23.0);
    EXPECT_EQ(limits.text, "min 21 V, max 23 V");
    const auto middle = line("bus-current-idle: {value: 1.5 mA, tolerance: 100 uA}");
    EXPECT_DOUBLE_EQ(middle.minimum, 1.4e-3);
    EXPECT_DOUBLE_EQ(middle.maximum, 1.6e-3);
}

TEST(ParseMeasurements, takes_ranges_with_one_end) {
    EXPECT_EQ(line("bus-current-idle: .. 5 mA").minimum, -INFINITY);
    EXPECT_DOUBLE_EQ(line("bus-current-idle: .. 5 mA").maximum, 5e-3);
    EXPECT_EQ(line("rx-low-count: 1 ..").minimum, 1.0);
    EXPECT_EQ(line("rx-low-count: {min: 1}").maximum, INFINITY);
}

TEST(ParseMeasurements, takes_exact_counts_and_levels) {
    EXPECT_EQ(line("rx-low-count: 0").maximum, 0.0);
    EXPECT_EQ(line("rx-low-count: 2 .. 4").maximum, 4.0);
    EXPECT_EQ(line("rx-level: low").maximum, 0.0);
    EXPECT_EQ(line("rx-level: high").minimum, 1.0);
}

TEST(ParseMeasurements, answers_bad_line_expectations) {
    support::expect_answers({
        {"empty", support::with_bus_and_steps("  - expect-line: {}\n"),
         "8:18: expected at least one quantity of the line"},
        {"unknown", with_line("bus-voltage: 35 V .. 36 V"),
         "9:7: unknown key 'bus-voltage' in expect-line; known: bus-voltage-mark, bus-voltage-space, bus-current-idle, "
         "bus-current-space, rx-low-count, collision-count, rx-level"},
        {"alone", with_line("bus-voltage-mark: 35.4 V"),
         "9:25: '35.4 V' needs a tolerance (expected a range or {value: 35.4 V, tolerance: ...})"},
        {"no unit", with_line("bus-voltage-mark: 35 .. 36"),
         "9:25: a voltage needs a unit: '35' could be 35 V or 35 mV"},
        {"wrong unit", with_line("bus-current-idle: 1 V .. 2 V"),
         "9:25: invalid unit 'V' of a current (expected for example 1 A, 1 mA or 1 uA)"},
        {"no ends", with_line("bus-voltage-mark: '..'"), "9:25: a range needs at least one end"},
        {"upside down", with_line("bus-voltage-mark: 36 V .. 35 V"),
         "9:25: the range '36 V .. 35 V' is empty: its lower end is above its upper end"},
        {"value without tolerance", with_line("bus-voltage-mark: {value: 35 V}"),
         "9:25: a range has min or max or both, or else value and tolerance"},
        {"mixed", with_line("bus-voltage-mark: {min: 35 V, value: 35 V, tolerance: 1 V}"),
         "9:25: a range has min or max or both, or else value and tolerance"},
        {"no range", with_line("bus-voltage-mark: {}"),
         "9:25: a range has min or max or both, or else value and tolerance"},
        {"half a count", with_line("rx-low-count: 1.5"), "9:21: invalid count '1.5' (expected a whole number)"},
        {"level", with_line("rx-level: 1"), "9:17: invalid level '1' (expected low or high)"},
        {"level as mapping", with_line("rx-level: {min: 1}"), "9:17: 'rx-level' must be low or high, not a mapping"},
        {"no bus", support::with_steps("  - expect-line: {rx-level: low}\n"),
         "6:18: this step needs a bus (expected 'bus' in the scenario)"},
    });
}

TEST(ParseMeasurements, takes_readings_as_written) {
    EXPECT_EQ(reading("energy: 9730 kWh").value, "9730 kWh");
    EXPECT_EQ(reading("power: value during error state").value, "value during error state");
    EXPECT_EQ(reading("id: 14273160").value, "14273160");
    EXPECT_EQ(reading("product: ''").value, "");
    EXPECT_EQ(reading("energy[storage=1]: 5 kWh").name, "energy[storage=1]");
    const auto tolerant = reading("flow-temperature: {value: 15.3 C, tolerance: 0.05 K}");
    EXPECT_EQ(tolerant.value, "15.3 C");
    EXPECT_EQ(tolerant.tolerance, "0.05 K");
    EXPECT_EQ(reading("energy: {value: 9.73 MWh, tolerance: 2 %}").tolerance, "2 %");
}

TEST(ParseMeasurements, answers_bad_readings) {
    support::expect_answers({
        {"empty", support::with_steps("  - decode: last dump\n    expect: {}\n"),
         "7:13: expected at least one value of the reading"},
        {"list", support::with_steps("  - decode: last dump\n    expect: [energy]\n"),
         "7:13: 'expect' must be a mapping of reading names, not a list"},
        {"no value", with_reading("energy:"),
         "8:7: 'energy' must be a value such as 9730 kWh, not nothing (empty text is written \"\")"},
        {"no tolerance", with_reading("energy: {value: 1 kWh}"),
         "8:15: a reading needs 'tolerance': a value such as 9730 kWh"},
        {"text with tolerance", with_reading("power: {value: none, tolerance: 1 kW}"),
         "8:39: invalid value 'none' (expected a number with a unit)"},
        {"negative", with_reading("energy: {value: 1 kWh, tolerance: -1 kWh}"),
         "8:41: the tolerance '-1 kWh' is negative"},
        {"selector", with_reading("\"energy[storage=x]\": 1 kWh"),
         "8:7: in 'energy[storage=x]': invalid storage 'x' (expected a whole number)"},
        {"twice", with_reading("energy: 1 kWh\n      energy: 2 kWh"),
         "9:7: 'energy' is already given in line 8; only one of them can count"},
    });
}

}  // namespace
}  // namespace otbench::runner
