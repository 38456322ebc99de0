#include "runner/steps/record/signal_part.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;

Extremes measure(std::string_view name, const SignalPart& part) {
    for (const SignalQuantity& quantity : signal_quantities())
        if (quantity.name == name) return quantity.measure(part).value_or(Extremes{-1.0, -1.0});
    ADD_FAILURE() << name;
    return {};
}

/// A level that changes at these times, from low.
SignalPart pulses(std::initializer_list<Nanoseconds> edges, Nanoseconds end) {
    SignalPart part{{{Nanoseconds{0}, 0.0}}, end};
    for (const Nanoseconds at : edges) part.points.push_back({at, 1.0 - part.points.back().value});
    return part;
}

TEST(SignalPart, begins_with_the_value_that_the_signal_has_there) {
    const SignalHistory history = {{0ms, 1.0}, {2ms, 5.0}, {4ms, 7.0}, {6ms, 9.0}};
    const auto part = part_of(history, 3ms, 5ms);
    ASSERT_EQ(part.points.size(), 2U);
    EXPECT_EQ(part.points[0].at, 3ms);
    EXPECT_EQ(part.points[0].value, 5.0);
    EXPECT_EQ(part.points[1].value, 7.0);
    EXPECT_EQ(part_of({}, 3ms, 5ms).points.front().value, 0.0);
}

TEST(SignalPart, has_extremes_and_a_mean_over_time) {
    const SignalPart part{{{0ms, 2.0}, {3ms, 6.0}}, 4ms};
    EXPECT_EQ(measure("minimum", part).least, 2.0);
    EXPECT_EQ(measure("maximum", part).most, 6.0);
    EXPECT_NEAR(measure("mean", part).least, 3.0, 1e-12);
    EXPECT_EQ(measure("mean", {{{4ms, 2.0}}, 4ms}).most, 2.0);
}

TEST(SignalPart, counts_edges_and_measures_pulses) {
    const auto part = pulses({1ms, 2ms, 5ms, 6ms}, 20ms);
    EXPECT_EQ(measure("edges", part).least, 4.0);
    EXPECT_NEAR(measure("pulse-width", part).least, 1e-3, 1e-12);
    EXPECT_NEAR(measure("pulse-width", part).most, 3e-3, 1e-12);
    EXPECT_NEAR(measure("gap", part).most, 3e-3, 1e-12);
    EXPECT_EQ(measure("edges", pulses({}, 20ms)).least, 0.0);
    EXPECT_EQ(measure("gap", pulses({1ms}, 20ms)).least, -1.0);
}

TEST(SignalPart, finds_the_bit_rate_from_pulses_of_several_bits_and_not_from_pauses) {
    EXPECT_NEAR(measure("bit-rate", pulses({1ms, 2ms, 5ms, 6ms, 40ms, 41ms}, 50ms)).least, 1000.0, 1e-6);
}

TEST(SignalPart, measures_rises_and_falls_between_a_tenth_and_nine_tenths) {
    const SignalPart ramp{{{0ms, 0.0}, {1ms, 1.0}, {2ms, 5.0}, {3ms, 9.0}, {4ms, 10.0}, {10ms, 10.0}, {12ms, 0.0}},
                          20ms};
    EXPECT_NEAR(measure("rise-time", ramp).most, 2e-3, 1e-12);
    EXPECT_NEAR(measure("fall-time", ramp).most, 2e-3, 1e-12);
    EXPECT_EQ(measure("rise-time", {{{0ms, 3.0}}, 1ms}).least, -1.0);
}

}  // namespace
}  // namespace otbench::runner
