#include "circuit/study/study.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "circuit/netlist/circuit_parts.hpp"

namespace otbench::circuit::test {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const Circuit& own() {
    return *nominal_circuit();
}

std::string complaint_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const std::invalid_argument& error) {
        return error.what();
    }
    return "none";
}

TEST(StudyParameters, are_set_in_the_units_people_use_and_read_back) {
    for (const auto& each : study_parameters()) {
        StudyPoint point;
        const auto& limits = each.limits;
        const double value = 0.5 * (std::max(limits.least, 0.0) + limits.most) / each.base_units();
        set_parameter(point, each.name, value, own());
        EXPECT_NEAR(parameter(point, each.name, own()), value, 1e-9 * value) << each.name;
    }
    StudyPoint point;
    set_parameter(point, "capacitance", 10, own());
    EXPECT_DOUBLE_EQ(point.conditions.cbus_f, 10e-9);
    EXPECT_DOUBLE_EQ(parameter(point, "r5", own()), 82);
    set_parameter(point, "r5", 75, own());
    EXPECT_DOUBLE_EQ(parameter(point, "r5", own()), 75);
}

TEST(StudyParameters, refuse_names_and_values_that_do_not_exist) {
    StudyPoint point;
    EXPECT_THAT(complaint_of([&] { set_parameter(point, "lenght", 5, own()); }),
                HasSubstr("unknown parameter 'lenght'; did you mean 'length'?"));
    EXPECT_THAT(complaint_of([&] { set_parameter(point, "length", -5, own()); }),
                HasSubstr("invalid length of -5 m (expected 0 m to 10 km)"));
    EXPECT_THAT(complaint_of([&] { set_parameter(point, "r5", -1, own()); }),
                HasSubstr("invalid r5 of -1 ohm (expected 1 mOhm to 100 MOhm, open or short)"));
}

TEST(StudyParameters, have_the_limits_of_scenarios) {
    StudyPoint point;
    EXPECT_THAT(complaint_of([&] { apply_setting(point, "supply=42.1 V", own()); }),
                HasSubstr("invalid supply of 42.1 V (expected 0 V to 42 V)"));
    EXPECT_THAT(complaint_of([&] { apply_setting(point, "temperature=86", own()); }),
                HasSubstr("invalid temperature of 86 C (expected -40 C to 85 C)"));
    EXPECT_THAT(complaint_of([&] { apply_setting(point, "threshold=0.9", own()); }),
                HasSubstr("invalid threshold of 0.9 V (expected 1 V to 12 V)"));
    apply_setting(point, "supply=42 V", own());
    EXPECT_DOUBLE_EQ(point.conditions.supply_v, 42);
}

TEST(StudyParameters, have_the_units_and_limits_that_the_manual_has) {
    struct Row {
        std::string name, unit;
        double base_units;
        std::string limits;
    };
    const Row rows[] = {{"meters", "unit loads", 1, "0 to 1000"},
                        {"length", "m", 1, "0 m to 10 km"},
                        {"cable-resistance", "ohm/km", 1e-3, "0 Ohm/m to 10 Ohm/m"},
                        {"cable-capacitance", "nF/km", 1e-12, "0 pF/m to 10 nF/m"},
                        {"capacitance", "nF", 1e-9, "0 pF to 100 uF"},
                        {"supply", "V", 1, "0 V to 42 V"},
                        {"supply-resistance", "ohm", 1, "0 Ohm to 1 kOhm"},
                        {"temperature", "C", 1, "-40 C to 85 C"},
                        {"tx-high", "V", 1, "0 V to 5 V"},
                        {"space-current", "mA", 1e-3, "0 mA to 100 mA"},
                        {"threshold", "V", 1, "1 V to 12 V"},
                        {"baud", "Bd", 1, "50 Bd to 115200 Bd"}};
    ASSERT_EQ(study_parameters().size(), std::size(rows));
    for (const Row& row : rows) {
        const auto* known = study_parameter(row.name);
        ASSERT_NE(known, nullptr) << row.name;
        EXPECT_EQ(known->unit, row.unit) << row.name;
        EXPECT_DOUBLE_EQ(known->base_units(), row.base_units) << row.name;
        EXPECT_EQ(known->limits.wording, row.limits) << row.name;
    }
}

TEST(StudyParameters, are_those_of_the_installation) {
    StudyPoint point;
    for (const char* setting :
         {"meters=3", "length=80m", "cable-resistance=70", "cable-capacitance=90", "capacitance=10", "supply=33",
          "supply-resistance=2", "temperature=40", "tx-high=3", "space-current=12", "threshold=6", "baud=300"})
        apply_setting(point, setting, own());
    const auto& c = point.conditions;
    EXPECT_DOUBLE_EQ(c.unit_loads, 3);
    EXPECT_DOUBLE_EQ(c.cable_m, 80);
    EXPECT_DOUBLE_EQ(c.cable_ohm_per_m, 0.07);
    EXPECT_DOUBLE_EQ(c.cable_farad_per_m, 90e-12);
    EXPECT_DOUBLE_EQ(c.cbus_f, 10e-9);
    EXPECT_DOUBLE_EQ(c.supply_v, 33);
    EXPECT_DOUBLE_EQ(c.supply_res_ohm, 2);
    EXPECT_DOUBLE_EQ(c.temp_c, 40);
    EXPECT_DOUBLE_EQ(c.tx_v, 3);
    EXPECT_DOUBLE_EQ(c.isp_ma, 12);
    EXPECT_DOUBLE_EQ(point.threshold_v, 6);
    EXPECT_DOUBLE_EQ(point.baud, 300);
}

TEST(StudyParameters, are_set_one_at_a_time) {
    for (const auto& changed : study_parameters()) {
        StudyPoint point;
        changed.set(point, 0.5 * changed.limits.most);
        for (const auto& each : study_parameters())
            EXPECT_EQ(each.get(point) == each.get(StudyPoint{}), &each != &changed)
                << changed.name << ", " << each.name;
    }
}

TEST(Variations, are_ranges_with_and_without_a_step_and_lists) {
    EXPECT_THAT(parse_variation("meters=1..4", own()).values, ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(parse_variation("length=0..1k:250", own()).values, ElementsAre(0, 250, 500, 750, 1000));
    EXPECT_THAT(parse_variation("r5=75,82,91", own()).values, ElementsAre(75, 82, 91));
    EXPECT_THAT(parse_variation("supply=30..40", own()).values, SizeIs(21));
    EXPECT_THAT(parse_variation("length=0..1:0.1", own()).values, SizeIs(11)) << "the end belongs to it";
}

TEST(Variations, take_units_and_factors_of_the_nominal_value) {
    EXPECT_THAT(parse_variation("length=80m,1.2 km,350", own()).values, ElementsAre(80, 1200, 350));
    EXPECT_THAT(parse_variation("length=0..1km:500m", own()).values, ElementsAre(0, 500, 1000));
    EXPECT_THAT(parse_variation("temperature=-20..70 C:45", own()).values, ElementsAre(-20, 25, 70));
    EXPECT_THAT(parse_variation("temperature=122°F", own()).values, ElementsAre(testing::DoubleNear(50, 1e-9)));
    EXPECT_THAT(parse_variation("r5=2.2kOhm,x1.5,nominal", own()).values, ElementsAre(2200, 123, 82));
    EXPECT_THAT(parse_variation("r5=open,short", own()).values, ElementsAre(1e9, 0.01));
    EXPECT_THAT(parse_variation("capacitance=1uF", own()).values, ElementsAre(testing::DoubleNear(1000, 1e-9)));
    EXPECT_THAT(parse_variation("cable-capacitance=120 pF/m", own()).values,
                ElementsAre(testing::DoubleNear(120, 1e-9)));
    EXPECT_THAT(parse_variation("space-current=0.015A", own()).values, ElementsAre(testing::DoubleNear(15, 1e-9)));
}

TEST(Variations, are_refused_with_the_reason) {
    const auto complaint = [](const std::string& text) { return complaint_of([&] { parse_variation(text, own()); }); };
    EXPECT_THAT(complaint("meters"), HasSubstr("invalid setting 'meters' (expected NAME=VALUE"));
    EXPECT_THAT(complaint("length=100V"), HasSubstr("invalid value '100V' (expected a number, in m or with its unit)"));
    EXPECT_THAT(complaint("length=x2"), HasSubstr("invalid value 'x2' (expected a number, in m or with its unit)"));
    EXPECT_THAT(
        complaint("r5=82 V"),
        HasSubstr("invalid value '82 V' (expected a number, in ohm or with its unit, or a factor such as x1.05)"));
    EXPECT_THAT(complaint("meters=2 m"), HasSubstr("invalid value '2 m'"));
    EXPECT_THAT(complaint("length=5..1"), HasSubstr("(expected the lower value first)"));
    EXPECT_THAT(complaint("length=0..100:0"), HasSubstr("(expected more than 0)"));
    EXPECT_THAT(complaint("length=0..100:1u"), HasSubstr("more than 10000 values"));
    EXPECT_THAT(complaint("length=0..100k"), HasSubstr("(expected 0 m to 10 km)"));
    EXPECT_THAT(complaint("length=1,,2"), HasSubstr("invalid value ''"));
    EXPECT_THAT(complaint("length=nan"), HasSubstr("invalid value 'nan'"));
}

TEST(Spreads, are_of_all_resistors_of_one_part_or_between_two_values) {
    const auto all = parse_spread("5%", {}, own());
    EXPECT_THAT(all, SizeIs(8));
    const auto r5 = parse_spread("r5=1%", {}, own()).at(0);
    EXPECT_DOUBLE_EQ(r5.low, 82 * 0.99);
    EXPECT_DOUBLE_EQ(r5.high, 82 * 1.01);
    EXPECT_DOUBLE_EQ(parse_spread("temperature=-20..70", {}, own()).at(0).low, -20);
    EXPECT_DOUBLE_EQ(parse_spread("temperature=-20..70 C", {}, own()).at(0).high, 70);
    EXPECT_DOUBLE_EQ(parse_spread("r5=x0.9..x1.1", {}, own()).at(0).low, 82 * 0.9);
    EXPECT_THAT(complaint_of([] { parse_spread("r5=1", {}, own()); }), HasSubstr("invalid tolerance 'r5=1'"));
    EXPECT_THAT(complaint_of([] { parse_spread("150%", {}, own()); }), HasSubstr("between 0 and 100 %"));
}

TEST(Samples, are_the_same_for_the_same_seed_and_lie_within_their_spread) {
    const std::vector<Spread> spreads{{"r5", 78, 86}, {"supply", 34, 38}};
    for (const auto distribution : {Distribution::uniform, Distribution::normal}) {
        const auto few = draw_samples(spreads, distribution, 7, 100),
                   many = draw_samples(spreads, distribution, 7, 4000);
        EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin())) << "more of them begin with the same";
        EXPECT_NE(few, draw_samples(spreads, distribution, 8, 100));
        double sum = 0, squares = 0;
        for (const auto& sample : many) {
            EXPECT_GE(sample[0], 78);
            EXPECT_LE(sample[0], 86);
            sum += sample[0];
            squares += (sample[0] - 82) * (sample[0] - 82);
        }
        EXPECT_NEAR(sum / 4000, 82, 0.15);
        const double expected = distribution == Distribution::uniform ? 8 / std::sqrt(12.0) : 8 / 6.0;
        EXPECT_NEAR(std::sqrt(squares / 4000), expected, 0.05 * expected);
    }
}

TEST(Requirements, are_met_by_values_within_their_limit_only) {
    const auto most = parse_requirement("space-delay<=50");
    EXPECT_TRUE(most.met(50.0));
    EXPECT_FALSE(most.met(50.1));
    EXPECT_FALSE(most.met(std::nullopt)) << "never reached";
    EXPECT_TRUE(parse_requirement("reads").met(1.0));
    EXPECT_FALSE(parse_requirement("reads").met(0.0));
    EXPECT_THAT(complaint_of([] { parse_requirement("speed>3"); }), HasSubstr("unknown quantity 'speed'"));
}

TEST(Yield, has_wilsons_interval) {
    const auto half =
        yield_of(50, 100);  // worked out by hand: (0.5 + z²/200 ± z·sqrt(0.0025 + z²/40000)) / (1 + z²/100)
    EXPECT_NEAR(half.low, 0.4038, 1e-4);
    EXPECT_NEAR(half.high, 0.5962, 1e-4);
    const auto all = yield_of(20, 20);
    EXPECT_DOUBLE_EQ(all.high, 1.0);
    EXPECT_NEAR(all.low, 0.8389, 1e-4) << "twenty good ones do not prove that all are";
}

TEST(StudyPoint, of_an_installation_has_its_meters_together_with_the_weakest_ones_properties) {
    Installation parts;
    parts.cable.length_m = 200;
    parts.cable.leak_ohm = 10e3;
    parts.converter.supply_v = 33;
    parts.slaves = {{1.0, 0.012, 5.7}, {2.0, 0.018, 8.2}};
    const auto point = study_point_of(parts);
    EXPECT_DOUBLE_EQ(point.conditions.unit_loads, 3);
    EXPECT_DOUBLE_EQ(point.conditions.isp_ma, 12);
    EXPECT_DOUBLE_EQ(point.threshold_v, 8.2);
    EXPECT_DOUBLE_EQ(point.conditions.supply_v, 33);
    EXPECT_EQ(point.conditions.fault, "bus_leak_10000");
    parts.cable.cut = true;
    EXPECT_DOUBLE_EQ(study_point_of(parts).conditions.unit_loads, 0);
    EXPECT_DOUBLE_EQ(study_point_of(parts).conditions.cable_m, 0);
}

}  // namespace
}  // namespace otbench::circuit::test
