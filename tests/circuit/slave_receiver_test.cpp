#include "circuit/slave_receiver.hpp"

#include <gtest/gtest.h>

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

constexpr double threshold_v = 6.95;

TEST(SlaveReceiver, charges_forty_times_faster_than_it_discharges) {
    SlaveReceiver receiver{threshold_v, 30.0};
    const auto high = BusCourse::steady(0s, 40.0), low = BusCourse::steady(0s, 10.0);
    EXPECT_NEAR(receiver.stored_v(10ms, high), 30.0 + 1.364, 1e-3);
    EXPECT_NEAR(receiver.stored_v(400ms, low), 30.0 - 1.364, 1e-3);
    EXPECT_EQ(receiver.stored_v(1s, high), 40.0) << "no further than the bus";
}

TEST(SlaveReceiver, follows_a_falling_bus_at_the_threshold_below_what_it_stores) {
    SlaveReceiver receiver{threshold_v, 35.0};
    const auto mark = BusCourse::steady(0s, 35.0);
    const SpaceEdge law{{35.0, 13.0, 13.0, 1.5e-3, 220e3, 3.3, 10e-9}};
    const auto fall = BusCourse::falling(1ms, law, 35.0, 35.0, 22.0);
    receiver.follow(1ms, mark, fall);
    const Tick crossing = receiver.due();
    EXPECT_NEAR(fall.voltage(crossing), 35.0 - threshold_v, 2e-3);
    receiver.take(fall);
    EXPECT_FALSE(receiver.level());
    EXPECT_GT(receiver.due(), 1s) << "the stored level runs down";
}

TEST(SlaveReceiver, returns_to_mark_when_its_store_has_run_down_to_the_space) {
    SlaveReceiver receiver{threshold_v, 35.0};
    const auto mark = BusCourse::steady(0s, 35.0), space = BusCourse::steady(1s, 22.0);
    receiver.follow(1s, mark, space);
    ASSERT_EQ(receiver.due(), 1s);
    receiver.take(space);
    const double run_down_s = seconds_between(1s, receiver.due());
    EXPECT_NEAR(run_down_s, (13.0 - threshold_v) / 3.409, 1e-3);
    receiver.take(space);
    EXPECT_TRUE(receiver.level());
    EXPECT_EQ(receiver.due(), never);
}

TEST(SlaveReceiver, a_slow_edge_is_met_by_a_threshold_that_sinks_meanwhile) {
    SlaveReceiver receiver{threshold_v, 35.0};
    const SpaceEdge law{{35.0, 13.0, 13.0, 0.0, 220e3, 3.3, 500e-9}};
    const auto fall = BusCourse::falling(0s, law, 35.0, 35.0, 22.0);
    receiver.follow(0s, BusCourse::steady(0s, 35.0), fall);
    const Tick crossing = receiver.due();
    EXPECT_NEAR(fall.voltage(crossing), receiver.stored_v(crossing, fall) - threshold_v, 1e-3);
    EXPECT_LT(receiver.stored_v(crossing, fall), 34.95);
}

}  // namespace
}  // namespace otbench::circuit
