#include "firmware_model/hardware/alarm_clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "base/systemc/simulate.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST(AlarmClock, runs_actions_at_their_instants_and_those_of_one_instant_in_the_order_given) {
    AlarmClock clock{"clock"};
    std::vector<std::pair<Nanoseconds, int>> ran;
    const auto note = [&](int n) { return [&ran, &clock, n] { ran.emplace_back(clock.now(), n); }; };
    clock.at(20ns, note(3));
    clock.at(10ns, note(1));
    clock.at(20ns, note(4));
    clock.at(10ns, note(2));
    simulate(100ns);
    EXPECT_THAT(ran, ElementsAre(std::pair{10ns, 1}, std::pair{10ns, 2}, std::pair{20ns, 3}, std::pair{20ns, 4}));
}

TEST(AlarmClock, an_action_may_set_more_alarms_for_the_same_instant_and_later) {
    AlarmClock clock{"clock"};
    std::vector<Nanoseconds> ran;
    clock.at(10ns, [&] {
        ran.push_back(clock.now());
        clock.at(10ns, [&] { ran.push_back(clock.now()); });
        clock.at(15ns, [&] { ran.push_back(clock.now()); });
    });
    simulate(100ns);
    EXPECT_THAT(ran, ElementsAre(10ns, 10ns, 15ns));
}

TEST(AlarmClock, a_cancelled_alarm_does_not_go_off_and_leaves_the_others_their_time) {
    AlarmClock clock{"clock"};
    std::vector<Nanoseconds> ran;
    const AlarmId first = clock.at(10ns, [&] { ran.push_back(clock.now()); });
    clock.at(30ns, [&] { ran.push_back(clock.now()); });
    clock.cancel(first);
    clock.cancel(AlarmId::none);
    simulate(100ns);
    EXPECT_THAT(ran, ElementsAre(30ns));
}

TEST(AlarmClock, may_begin_and_end_while_time_runs) {
    AlarmClock first{"first"};
    std::vector<Nanoseconds> ran;
    const auto note = [&] { ran.push_back(simulated_time()); };
    first.at(10ns, note);
    simulate(15ns);
    {
        AlarmClock second{"second"};
        second.at(20ns, note);
        second.at(40ns, note);
        simulate(15ns);
    }
    first.at(50ns, note);
    simulate(30ns);
    EXPECT_THAT(ran, ElementsAre(10ns, 20ns, 50ns));
}

TEST(AlarmClock, costs_no_events_while_nothing_is_set) {
    const AlarmClock clock{"clock"};
    simulate(12h);
    EXPECT_FALSE(sc_core::sc_pending_activity());
}

TEST(AlarmClock, goes_on_for_a_hundred_years) {
    AlarmClock clock{"clock"};
    std::vector<Nanoseconds> ran;
    const Nanoseconds century = 876'600h;
    clock.at(century - 1ns, [&] { ran.push_back(clock.now()); });
    simulate(century);
    EXPECT_THAT(ran, ElementsAre(century - 1ns));
}

TEST(AlarmClock, names_itself_when_its_actions_never_let_time_go_on) {
    AlarmClock clock{"restless"};
    std::function<void()> again = [&] { clock.at(clock.now(), again); };
    clock.at(5ns, again);
    try {
        simulate(100ns);
        FAIL() << "virtual time went on";
    } catch (const Livelock& error) {
        EXPECT_STREQ(error.what(), "restless has done 100000 things at 5 ns without virtual time passing");
    }
}

}  // namespace
}  // namespace otbench::firmware
