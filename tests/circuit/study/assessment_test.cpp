// Quantities of an installation, and its margins, against what the measurements' own definitions give.
#include "circuit/study/assessment.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "circuit/measure/measure.hpp"
#include "circuit/study/margins.hpp"
#include "circuit/study/study.hpp"

namespace otbench::circuit::test {
namespace {

double assessed(const StudyPoint& point, const std::string& name) {
    const auto rig = model_rig(point.conditions, nullptr);
    Assessment assessment{point, *rig};
    return assessed_quantity(name).measure(assessment).value();
}

double measured(const std::string& family, const std::string& name, const Conditions& conditions) {
    const auto all = measure(family, conditions, nullptr);
    const auto found = std::find_if(all.begin(), all.end(), [&](const Quantity& q) { return q.name == name; });
    return std::get<double>(found->value);
}

StudyPoint at(double metres, double meters, double baud = 2400) {
    StudyPoint point;
    point.conditions.cable_m = metres;
    point.conditions.unit_loads = meters;
    point.baud = baud;
    return point;
}

TEST(Assessment, agrees_with_the_families_of_measurements) {
    StudyPoint point;
    point.conditions.cbus_f = 10e-9;
    EXPECT_DOUBLE_EQ(assessed(point, "mark"), measured("dc_levels", "v_bus_terminals", point.conditions));
    EXPECT_NEAR(assessed(point, "threshold"), measured("rx_transfer", "i_th_half", point.conditions), 1e-3);
    EXPECT_NEAR(assessed(point, "max-meters"), measured("rx_transfer", "max_idle_unit_loads", point.conditions), 1e-3);
    EXPECT_DOUBLE_EQ(assessed(point, "space-delay"), measured("tx_edges", "space_drop_6.95V", point.conditions));
    EXPECT_DOUBLE_EQ(assessed(point, "space-slope"), measured("tx_edges", "space_transition_10_90", point.conditions));
    EXPECT_DOUBLE_EQ(assessed(point, "rx-rise"), measured("slave_edges", "rx_rise_half", point.conditions));
    EXPECT_DOUBLE_EQ(assessed(point, "max-baud"), measured("baud_limit", "max_baud_midbit_6.95V", point.conditions));
}

TEST(Assessment, reads_at_2400_over_350_metres_with_one_meter_but_not_at_4800) {
    EXPECT_EQ(assessed(at(350, 1, 2400), "reads"), 1);
    EXPECT_EQ(assessed(at(350, 1, 4800), "reads"), 0);
    EXPECT_EQ(assessed(at(350, 1, 4800), "reply"), 1) << "it is the request that suffers";
    EXPECT_EQ(assessed(at(350, 3, 4800), "reads"), 1) << "more meters make the edge steeper";
    EXPECT_EQ(assessed(at(350, 5, 4800), "reply"), 0) << "until RX sticks";
}

std::vector<Margin> margins_at(const StudyPoint& point) {
    const auto rig = model_rig(point.conditions, nullptr);
    Assessment assessment{point, *rig};
    return margins_of(assessment);
}

const Margin& margin(const std::vector<Margin>& all, const std::string& what) {
    return *std::find_if(all.begin(), all.end(), [&](const Margin& m) { return m.what.find(what) == 0; });
}

TEST(Margins, say_what_the_converter_is_known_to_miss) {
    const auto all = margins_at(at(50, 1));
    EXPECT_EQ(margin(all, "mark read up to idle").verdict, Margin::Verdict::fail) << "7.2 mA, absolute";
    EXPECT_EQ(margin(all, "dip of space").verdict, Margin::Verdict::fail) << "67 ohm";
    EXPECT_EQ(margin(all, "dip of mark").verdict, Margin::Verdict::pass);
    EXPECT_EQ(margin(all, "space voltage below mark").verdict, Margin::Verdict::margin) << "13.1 of 12 V";
    EXPECT_FALSE(margin(all, "space voltage below mark").verified);
    EXPECT_EQ(margin(all, "space read from idle").verdict, Margin::Verdict::pass);
}

TEST(Margins, depend_on_speed_supply_and_the_number_of_meters) {
    EXPECT_EQ(margin(margins_at(at(350, 1, 1200)), "slope to space").verdict, Margin::Verdict::pass);
    EXPECT_EQ(margin(margins_at(at(350, 1, 2400)), "slope to space").verdict, Margin::Verdict::fail)
        << "met up to 1854 Bd";
    EXPECT_EQ(margin(margins_at(at(0, 4)), "unit loads").verdict, Margin::Verdict::pass);
    EXPECT_EQ(margin(margins_at(at(0, 5)), "unit loads").verdict, Margin::Verdict::fail);
    StudyPoint hot = at(0, 4);
    hot.conditions.temp_c = 70;
    EXPECT_EQ(margin(margins_at(hot), "unit loads").verdict, Margin::Verdict::margin) << "4.09";
    EXPECT_EQ(margin(margins_at(hot), "RX high").verdict, Margin::Verdict::fail) << "2.1 V";
    StudyPoint weak = at(0, 1);
    weak.conditions.supply_v = 30;
    EXPECT_EQ(margin(margins_at(weak), "space voltage below mark").verdict, Margin::Verdict::fail) << "10.9 V";
}

TEST(Margins, of_what_is_never_reached_fail) {
    StudyPoint deaf = at(0, 1);
    deaf.conditions.r_override["r5"] = 0;
    const auto all = margins_at(deaf);
    EXPECT_FALSE(margin(all, "space read from idle").value);
    EXPECT_EQ(margin(all, "space read from idle").verdict, Margin::Verdict::fail);
}

}  // namespace
}  // namespace otbench::circuit::test
