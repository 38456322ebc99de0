#include "circuit/rx_output.hpp"

#include <gtest/gtest.h>

namespace otbench::circuit {
namespace {

using namespace std::chrono_literals;

TEST(RxOutput, shows_the_echo_of_a_mark_edge_only_while_the_comparator_is_high) {
    RxOutput high{true}, low{false};
    for (auto* output : {&high, &low}) output->echo(1us, 3us, Tag{4});
    ASSERT_TRUE(high.next());
    EXPECT_EQ(high.next()->at, 1us);
    EXPECT_TRUE(high.next()->echo);
    EXPECT_FALSE(high.level(2us));
    EXPECT_TRUE(high.level(3us));
    EXPECT_FALSE(low.next());
}

TEST(RxOutput, a_change_taken_back_in_time_never_shows) {
    RxOutput output{true};
    output.plan(0us, {2us, false}, std::nullopt);
    output.plan(1us, {5us, true}, std::nullopt);
    EXPECT_FALSE(output.next());
}

TEST(RxOutput, a_change_on_its_way_keeps_its_time) {
    RxOutput output{true};
    output.plan(0us, {2us, false, Tag{1}}, std::nullopt);
    output.plan(1us, {3us, false, Tag{2}}, std::nullopt);
    const auto change = output.take();
    EXPECT_EQ(change.at, 2us);
    EXPECT_EQ(change.tag, Tag{1});
    EXPECT_FALSE(output.next());
}

TEST(RxOutput, a_plan_may_rise_and_fall_again) {
    RxOutput output{false};
    output.plan(0us, {2us, true}, RxOutput::Change{9us, false});
    EXPECT_TRUE(output.take().level);
    EXPECT_FALSE(output.take().level);
    EXPECT_FALSE(output.next());
}

TEST(RxOutput, an_echo_that_ends_under_a_space_leaves_rx_low) {
    RxOutput output{true};
    output.echo(1us, 5us, {});
    output.plan(0us, {3us, false}, std::nullopt);
    EXPECT_EQ(output.take().at, 1us);
    EXPECT_FALSE(output.next());
    EXPECT_FALSE(output.level(6us));
}

}  // namespace
}  // namespace otbench::circuit
