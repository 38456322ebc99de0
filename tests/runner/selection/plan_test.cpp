#include "runner/selection/plan.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace otbench::runner {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

Scenario scenario(const std::string& path, const std::string& name, const std::vector<std::string>& tags = {}) {
    Scenario scenario;
    scenario.path = path;
    scenario.name = name;
    scenario.tags = tags;
    return scenario;
}

const std::vector<Scenario> scenarios = {scenario("x/a.yaml", "A", {"quick"}), scenario("y/a.yaml", "B", {"slow"}),
                                         scenario("b.yaml", "C", {"quick", "hat"}), scenario("c.yaml", "D")};

std::vector<std::string> names(const Selection& selection) {
    const auto plan = make_plan(scenarios, selection);
    EXPECT_TRUE(plan);
    std::vector<std::string> names;
    if (plan)
        for (const PlannedCase& each : plan->cases) names.push_back(each.scenario.name);
    return names;
}

TEST(Plan, takes_all_cases_and_gives_each_a_folder_named_after_its_file) {
    const auto plan = make_plan(scenarios, {});
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->cases.size(), 4U);
    EXPECT_EQ(plan->cases[0].folder, "a");
    EXPECT_EQ(plan->cases[1].folder, "a-2");
    EXPECT_EQ(plan->cases[3].index, 3U);
    EXPECT_EQ(make_plan({scenarios[0]}, {})->cases[0].folder, "");
}

TEST(Plan, of_a_shard_tells_runs_apart_by_their_cases_seeds_and_times_but_not_by_folders) {
    const auto plan_of = [](std::vector<Scenario> cases, Selection selection, std::size_t index) {
        selection.shard = Shard{index, 2};
        return make_plan(std::move(cases), selection)->shard->plan;
    };
    const std::string plan = plan_of(scenarios, {}, 1);
    EXPECT_EQ(plan.size(), 16U);
    EXPECT_EQ(plan_of(scenarios, {}, 2), plan);
    auto changed = scenarios;
    changed[0].path = "elsewhere/a.yaml";
    EXPECT_EQ(plan_of(changed, {}, 1), plan);
    changed[0].path = "x/z.yaml";
    EXPECT_NE(plan_of(changed, {}, 1), plan);
    changed = scenarios;
    changed[1].name = "Other";
    EXPECT_NE(plan_of(changed, {}, 1), plan);
    changed = scenarios;
    changed[2].seed = 9;
    EXPECT_NE(plan_of(changed, {}, 1), plan);
    Selection balanced;
    balanced.times.emplace().results.resize(2);
    for (const std::size_t i : {0U, 1U}) {
        balanced.times->results[i].path = scenarios[3 * i].path;
        balanced.times->results[i].name = scenarios[3 * i].name;
        balanced.times->results[i].wall_s = i == 0 ? 1.0 : 9.0;
    }
    EXPECT_NE(plan_of(scenarios, balanced, 1), plan);
}

TEST(Plan, selects_by_tag_expression_and_exclusion) {
    Selection selection;
    selection.tags = {"slow", "hat"};
    EXPECT_THAT(names(selection), ElementsAre("B", "C"));
    selection.exclude = {"hat"};
    EXPECT_THAT(names(selection), ElementsAre("B"));
    selection = {};
    selection.expression = "a.yaml and not slow";
    EXPECT_THAT(names(selection), ElementsAre("A"));
    selection.expression = "nothing";
    EXPECT_EQ(make_plan(scenarios, selection).error().message, "no case is selected");
}

TEST(Plan, selects_what_failed_earlier) {
    Selection selection;
    selection.failed_earlier.emplace();
    for (const Verdict verdict : {Verdict::passed, Verdict::failed, Verdict::expected_failure, Verdict::environment}) {
        const Scenario& which = scenarios[selection.failed_earlier->results.size()];
        RunResult result;
        result.path = which.path;
        result.name = which.name;
        result.verdict = verdict;
        selection.failed_earlier->results.push_back(result);
    }
    EXPECT_THAT(names(selection), ElementsAre("B", "D"));
}

TEST(Plan, repeats_cases_and_keeps_their_traces_apart) {
    Selection selection;
    selection.expression = "c.yaml";
    selection.repeat = 2;
    const auto plan = make_plan(scenarios, selection);
    ASSERT_EQ(plan->cases.size(), 2U);
    EXPECT_EQ(plan->cases[0].folder, "c");
    EXPECT_EQ(plan->cases[1].folder, "c-2");
}

TEST(Plan, shuffles_by_its_seed_alone) {
    Selection selection;
    selection.repeat = 8;
    const auto in_order = names(selection);
    selection.shuffle = 7;
    const auto shuffled = names(selection);
    EXPECT_NE(shuffled, in_order);
    EXPECT_EQ(shuffled, names(selection));
    EXPECT_TRUE(std::is_permutation(shuffled.begin(), shuffled.end(), in_order.begin(), in_order.end()));
    selection.shuffle = 8;
    EXPECT_NE(names(selection), shuffled);
}

TEST(Plan, of_all_shards_has_every_case_once_with_the_place_and_folder_of_the_whole_run) {
    std::vector<std::string> all;
    for (std::size_t index = 1; index <= 3; ++index) {
        Selection selection;
        selection.shard = Shard{index, 3};
        const auto plan = make_plan(scenarios, selection);
        ASSERT_TRUE(plan);
        EXPECT_EQ(plan->total, 4U);
        for (const PlannedCase& each : plan->cases) all.push_back(each.folder + std::to_string(each.index));
    }
    EXPECT_THAT(all, UnorderedElementsAre("a0", "a-21", "b2", "c3"));
}

TEST(Plan, balances_shards_by_the_times_of_an_earlier_run) {
    Selection selection;
    selection.shard = Shard{1, 2};
    selection.times.emplace();
    for (const Scenario& each : scenarios) {
        RunResult result;
        result.path = each.path;
        result.name = each.name;
        result.wall_s = each.name == "C" ? 3.0 : 1.0;
        selection.times->results.push_back(result);
    }
    EXPECT_THAT(names(selection), ElementsAre("C"));
    selection.shard = Shard{2, 2};
    EXPECT_THAT(names(selection), ElementsAre("A", "B", "D"));
}

TEST(Plan, of_more_shards_than_cases_may_be_empty) {
    Selection selection;
    selection.shard = Shard{5, 5};
    EXPECT_TRUE(names(selection).empty());
}

}  // namespace
}  // namespace otbench::runner
