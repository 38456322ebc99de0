#include "circuit/edges.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

SpaceEdge::Conditions nominal(double farad, double load_a) {
    return {35.4, 13.1, 12.98, load_a, 220e3, 3.3, farad};
}

TEST(SpaceEdge, drop_is_the_inverse_of_time_and_time_only_grows) {
    for (const double farad : {100e-12, 1e-9, 10e-9, 500e-9}) {
        for (const double load_a : {0.0, 1.5e-3, 7.5e-3}) {
            const SpaceEdge edge{nominal(farad, load_a)};
            double before = 0;
            for (double drop = 0.1; drop < 13; drop += 0.1) {
                const double time = edge.time(drop);
                EXPECT_GT(time, before);
                EXPECT_NEAR(edge.drop(time), drop, 1e-6);
                before = time;
            }
            EXPECT_EQ(edge.drop(0), 0);
            EXPECT_EQ(edge.drop(10), 13.1);
        }
    }
}

TEST(SpaceEdge, a_higher_tx_level_releases_the_bus_later) {
    auto high = nominal(10e-9, 1.5e-3);
    high.tx_high_v = 5.0;
    EXPECT_NEAR(SpaceEdge{nominal(10e-9, 1.5e-3)}.dead_time(), 1.05e-6, 1e-12);
    EXPECT_NEAR(SpaceEdge{high}.dead_time(), 1.3e-6, 1e-12);
}

TEST(SpaceEdge, takes_very_long_but_finite_time_when_nothing_discharges_the_bus) {
    auto conditions = nominal(10e-9, 0.0);
    conditions.r8 = 1e12;
    EXPECT_TRUE(std::isfinite(SpaceEdge{conditions}.time(13)));
    EXPECT_GT(SpaceEdge{conditions}.time(13), 1000);
}

TEST(MarkEdge, fraction_is_the_inverse_of_time) {
    const MarkEdge edge{500e-9, 1e-6};
    for (double fraction = 0.05; fraction < 1; fraction += 0.05) {
        EXPECT_NEAR(edge.fraction(edge.time(fraction)), fraction, 1e-9);
    }
    EXPECT_EQ(edge.fraction(1e-6), 0);
    EXPECT_EQ(edge.fraction(1), 1);
}

TEST(Line, has_the_delay_and_resistance_of_its_length_and_none_when_cut) {
    CableParameters cable;
    cable.length_m = 1000;
    cable.extra_farad = 5e-9;
    const auto whole = Line::of(cable, 1e-9);
    EXPECT_NEAR(whole.delay_s, 9.165e-6, 1e-8);
    EXPECT_NEAR(whole.ohm, 73, 1e-9);
    EXPECT_NEAR(whole.total_farad, 126e-9, 1e-15);
    EXPECT_NEAR(whole.terminal_farad, 5e-9, 1e-15);
    cable.cut = true;
    const auto cut = Line::of(cable, 1e-9);
    EXPECT_EQ(cut.delay_s, 0);
    EXPECT_NEAR(cut.total_farad, 5e-9, 1e-15);
    cable.length_m = -1;
    EXPECT_THROW(Line::of(cable, 0), std::invalid_argument);
}

TEST(RxDelays, never_reach_back_before_the_ramp) {
    for (const double high_a : {7.34e-3, 8e-3, 20e-3, 1.0}) {
        for (const double low_a : {0.0, 1e-3, 7.32e-3}) {
            const CurrentStep step{low_a, high_a, 7.33e-3, 0.1, 25.9e-3, 100e-9};
            for (const double delay : {rx_fall_delay(step), rx_rise_delay(step)}) {
                EXPECT_TRUE(std::isfinite(delay));
                EXPECT_GE(delay, -0.5 * slave_ramp_s);
            }
        }
    }
}

}  // namespace
}  // namespace otbench::circuit
