#include "circuit/bus_course.hpp"

#include <gtest/gtest.h>

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

SpaceEdge law(double load_a) {
    return SpaceEdge{{35.0, 13.0, 13.0, load_a, 220e3, 3.3, 10e-9}};
}

TEST(BusCourse, a_steady_bus_crosses_nothing) {
    const auto course = BusCourse::steady(1s, 35.0);
    EXPECT_EQ(course.voltage(2s), 35.0);
    EXPECT_EQ(course.falls_to(30.0), never);
    EXPECT_EQ(course.rises_to(36.0), never);
}

TEST(BusCourse, voltage_and_crossing_time_agree_on_both_edges) {
    const auto fall = BusCourse::falling(1s, law(1.5e-3), 35.0, 35.0, 22.0);
    const auto rise = BusCourse::rising(1s, MarkEdge{100e-9, 2e-6}, 22.0, 22.0, 35.0);
    for (double volts = 22.5; volts < 35; volts += 0.5) {
        EXPECT_NEAR(fall.voltage(fall.falls_to(volts)), volts, 2e-3);
        EXPECT_NEAR(rise.voltage(rise.rises_to(volts)), volts,
                    0.05);  // 13 V in a microsecond, a nanosecond of rounding
        EXPECT_EQ(fall.rises_to(volts), never);
        EXPECT_EQ(rise.falls_to(volts), never);
    }
    EXPECT_EQ(fall.voltage(fall.settled()), 22.0);
    EXPECT_EQ(rise.voltage(rise.settled()), 35.0);
}

TEST(BusCourse, a_fall_continued_under_the_same_law_is_the_same_fall) {
    const auto whole = BusCourse::falling(0s, law(1.5e-3), 35.0, 35.0, 22.0);
    const auto pieced = whole.continued(20us, law(1.5e-3), 22.0).continued(20us, law(1.5e-3), 22.0);
    const auto early = whole.continued(500ns, law(1.5e-3), 22.0);  // before the bus has moved
    for (const double volts : {30.0, 25.0, 22.0}) {
        EXPECT_NEAR(seconds_between(pieced.falls_to(volts), whole.falls_to(volts)), 0, 2e-9);
        EXPECT_EQ(whole.falls_to(volts), early.falls_to(volts));
    }
}

TEST(BusCourse, a_fall_from_half_way_waits_and_takes_the_rest_of_the_time) {
    const auto whole = BusCourse::falling(0s, law(1.5e-3), 35.0, 35.0, 22.0);
    const auto rest = BusCourse::falling(0s, law(1.5e-3), 35.0, 30.0, 22.0);
    EXPECT_EQ(rest.voltage(1us), 30.0);
    EXPECT_NEAR(seconds_between(rest.settled(), whole.settled()), seconds_between(1050ns, whole.falls_to(30.0)), 2e-9);
}

TEST(BusCourse, an_edge_to_where_the_bus_already_is_takes_no_time) {
    EXPECT_EQ(BusCourse::falling(1s, law(0), 35.0, 22.0, 22.0).settled(), 1s);
    EXPECT_EQ(BusCourse::rising(1s, MarkEdge{}, 22.0, 35.0, 35.0).settled(), 1s);
}

}  // namespace
}  // namespace otbench::circuit
