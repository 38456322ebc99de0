#include "sim/timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

TEST(Timeline, runs_actions_at_their_instants_and_those_of_one_instant_in_the_order_given) {
    Timeline timeline{"timeline"};
    std::vector<std::pair<Nanoseconds, int>> ran;
    const auto note = [&](int n) { return [&ran, n] { ran.emplace_back(now(), n); }; };
    timeline.schedule(20ns, note(3));
    timeline.schedule(10ns, note(1));
    timeline.schedule(20ns, note(4));
    timeline.schedule(10ns, note(2));
    sc_core::sc_start(to_sc_time(100ns));
    EXPECT_THAT(ran,
                testing::ElementsAre(std::pair{10ns, 1}, std::pair{10ns, 2}, std::pair{20ns, 3}, std::pair{20ns, 4}));
}

TEST(Timeline, an_action_may_schedule_more_for_the_same_instant_and_later) {
    Timeline timeline{"timeline"};
    std::vector<Nanoseconds> ran;
    timeline.schedule(10ns, [&] {
        ran.push_back(now());
        timeline.schedule(10ns, [&] { ran.push_back(now()); });
        timeline.schedule(15ns, [&] { ran.push_back(now()); });
    });
    sc_core::sc_start(to_sc_time(100ns));
    EXPECT_THAT(ran, testing::ElementsAre(10ns, 10ns, 15ns));
}

TEST(Timeline, costs_no_events_while_nothing_is_scheduled) {
    const Timeline timeline{"timeline"};
    sc_core::sc_start(to_sc_time(12h));
    EXPECT_FALSE(sc_core::sc_pending_activity());
}

}  // namespace
}  // namespace otbench::sim
