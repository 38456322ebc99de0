#include <gmock/gmock.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using testing::ElementsAre;

/// A scenario of version 2 whose steps begin in line 5.
std::string with_steps(const std::string& steps) {
    return "name: A\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps:\n" + steps;
}

TEST(Variables, may_be_used_after_a_step_saved_them) {
    EXPECT_THAT(support::complaints(with_steps("  - {publish: a, expect: {regex: .}, save: {x: '(.*)', y: /a/b}}\n"
                                               "  - {publish: '${x}/${chip_id}', topic: 't/${y}'}\n"
                                               "  - {publish: b, expect: {prefix: '${x}'}}\n"
                                               "  - let: {z: x + y}\n"
                                               "  - check: z > x\n"
                                               "  - {decode: last dump, expect: {energy: '${z} kWh'}}\n")),
                ElementsAre());
}

TEST(Variables, used_before_they_are_saved_are_mistakes_with_their_place) {
    support::expect_answers({
        {"in a payload", with_steps("  - publish: '${x}'\n  - {publish: a, expect: b, save: {x: .}}\n"),
         "5:14: variable 'x' is used before a step saves it"},
        {"in its own step", with_steps("  - {publish: '${x}', expect: b, save: {x: .}}\n"),
         "5:15: variable 'x' is used before a step saves it"},
        {"in a number of its own step",
         with_steps("  - {publish: a, expect: {status: ok, within: '${x}ms'}, save: {x: .}}\n"),
         "5:47: variable 'x' is used before a step saves it"},
        {"in a check", with_steps("  - check: x > 1\n  - let: {x: 1}\n"),
         "5:12: variable 'x' is used before a step saves it"},
        {"never saved", with_steps("  - let: {xy: 1}\n  - check: yx > 1\n"),
         "6:12: unknown variable 'yx'; did you mean 'xy'?"},
        {"a placeholder", with_steps("  - publish: '${chip}'\n"),
         "5:14: unknown placeholder '${chip}'; known: chip_id"},
    });
}

TEST(Variables, are_saved_by_what_can_be_checked) {
    support::expect_answers({
        {"name", with_steps("  - {publish: a, expect: b, save: {1x: .}}\n"),
         "5:36: invalid variable name '1x' (expected letters, digits and '_', no digit first, at most 64)"},
        {"pointer", with_steps("  - {publish: a, expect: b, save: {x: /a~b}}\n"),
         "5:39: invalid JSON pointer '/a~b' (expected ~0 or ~1 behind '~')"},
        {"nothing comes", with_steps("  - {publish: a, save: {x: .}}\n"), "5:24: 'save' needs 'expect'"},
        {"a formula", with_steps("  - check: 1 +\n"),
         "5:12: invalid expression '1 +': Unexpected end of expression at position 4"},
    });
    const auto old = support::complaints(support::with_steps("  - check: 1 > 0\n  - let: {x: 1}\n"));
    EXPECT_THAT(old, ElementsAre("x.yaml:6:5: 'check' needs version 2 of the format",
                                 "x.yaml:7:5: 'let' needs version 2 of the format"));
}

/// Answers for a profile, and counts how often it is copied.
struct CountingValues {
    explicit CountingValues(int& count) : copies(count) {}
    CountingValues(const CountingValues& other) : copies(other.copies) { ++copies; }
    std::optional<ProfileCatalog::Names> operator()(const std::string&) const { return std::nullopt; }
    int& copies;
};

/// How often the catalogue of profiles is copied while `count` steps with late numbers are read and kept.
int copies_of_the_catalogue(int count) {
    int copies = 0;
    ProfileCatalog catalog;
    catalog.values = CountingValues{copies};
    const auto read = parse_scenario_text(
        "x.yaml",
        with_steps("  - let: {n: 1}\n  - repeat: {count: " + std::to_string(count) + ", steps: [{wait: '${n}ms'}]}\n"),
        catalog, step_kinds());
    EXPECT_TRUE(read.scenario && read.scenario->steps.size() == std::size_t(count) + 1);
    return copies;
}

TEST(Variables, in_the_numbers_of_many_steps_take_one_catalogue_of_profiles) {
    EXPECT_EQ(copies_of_the_catalogue(100), copies_of_the_catalogue(1));
}

TEST(Variables, and_labels_of_many_steps_are_kept_once) {
    // With a copy for each step this would take more memory than the machine has.
    const auto steps = support::sound(with_steps("  - let: {n: 1}\n"
                                                 "  - repeat: {count: 10000, steps: [{wait: '${n}ms', "
                                                 "label: 'a-label-that-has-a-length-of-its-own-${round}'}]}\n"))
                           .steps;
    EXPECT_EQ(steps.size(), 10001U);
}

TEST(RepeatUntil, ends_with_a_step_a_round_that_knows_what_to_skip) {
    const auto steps =
        support::sound(with_steps("  - let: {n: 0}\n  - repeat: {count: 3, until: n > 1, steps: [let: {n: n + 1}]}\n"))
            .steps;
    ASSERT_EQ(steps.size(), 7U);
    ASSERT_TRUE(steps[2].loop_end);
    EXPECT_EQ(steps[2].loop_end->skip, 4U);
    EXPECT_EQ(steps[4].loop_end->skip, 2U);
    EXPECT_EQ(steps[6].loop_end->skip, 0U);
    EXPECT_EQ(steps[6].loop_end->round, 3U);
    EXPECT_EQ(steps[6].title, "until n > 1");
}

TEST(RepeatUntil, needs_an_end) {
    support::expect_answers({
        {"no count", with_steps("  - repeat: {until: 1 > 0, steps: [note: x]}\n"),
         "5:21: 'until' needs 'count' (expected the greatest number of rounds)"},
        {"unknown", with_steps("  - repeat: {count: 2, until: n > 0, steps: [note: x]}\n"),
         "5:31: unknown variable 'n'"},
    });
}

TEST(Patterns, of_version_2_say_contains_json_and_not) {
    EXPECT_THAT(support::complaints(with_steps("  - {publish: a, expect: {contains: x, after: 20ms, within: 50ms}}\n"
                                               "  - {publish: a, expect: {not: {prefix: error}}}\n"
                                               "  - {publish: a, expect: [{json: {/a: 9730 kWh ± 1 %}}, {not: b}]}\n")),
                ElementsAre());
    support::expect_answers({
        {"two", with_steps("  - {publish: a, expect: {contains: x, not: y}}\n"),
         "5:26: a message matches one pattern: status, prefix, regex, contains, json or not; several messages are a "
         "list"},
        {"pointer", with_steps("  - {publish: a, expect: {json: {a: 1}}}\n"),
         "5:34: invalid JSON pointer 'a' (expected a '/' in front)"},
        {"tolerance", with_steps("  - {publish: a, expect: {json: {/a: 1 kWh ± 1 C}}}\n"),
         "5:38: energy needs one of the units Wh, J, cal, mWh, kWh, MWh, GWh, kJ, MJ, GJ, TJ, kcal, Mcal, Gcal, not "
         "'C', a unit of temperature"},
    });
    EXPECT_THAT(support::complaints(support::with_steps("  - {publish: a, expect: {contains: x}}\n")),
                ElementsAre("x.yaml:6:27: 'contains' needs version 2 of the format"));
}

TEST(Phases, of_a_scenario_are_setup_steps_and_teardown) {
    const auto steps = support::sound(with_steps("  - note: b\n") + "setup: [note: a]\nteardown: [note: c]\n").steps;
    ASSERT_EQ(steps.size(), 3U);
    EXPECT_EQ(steps[0].phase, Phase::setup);
    EXPECT_EQ(steps[1].title, "note b");
    EXPECT_EQ(steps[2].phase, Phase::teardown);
}

/// A folder with a folder.yaml, and the scenario beside it.
class FolderFile : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(std::system(("mkdir -p " + folder).c_str()), 0); }
    void TearDown() override { std::remove((folder + "/folder.yaml").c_str()); }

    CasesResult parse(const std::string& shared, const std::string& scenario) {
        std::ofstream{folder + "/folder.yaml"} << shared;
        return parse_cases_text(folder + "/x.yaml", scenario, support::catalog(), step_kinds(), {});
    }
    std::string mistake(const std::string& shared, const std::string& scenario) {
        const auto result = parse(shared, scenario);
        return result.diagnostics.empty() ? "" : to_string(result.diagnostics.front());
    }

    const std::string folder =
        testing::TempDir() + "folder_" + testing::UnitTest::GetInstance()->current_test_info()->name();
};

TEST_F(FolderFile, gives_its_scenarios_what_they_do_not_say_themselves) {
    const auto result = parse(
        "broker: internal\nseed: 5\ndevices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n"
        "setup: [note: shared begin]\nteardown: [note: shared end]\n",
        "name: A\nversion: 2\nseed: 7\ndevices: {boiler: {fix: Q34}}\nsetup: [note: own begin]\nsteps: [note: x]\n"
        "teardown: [note: own end]\n");
    ASSERT_EQ(result.scenarios.size(), 1U);
    const Scenario& scenario = result.scenarios.front();
    EXPECT_EQ(scenario.broker, "internal");
    EXPECT_EQ(scenario.seed, 7U);
    EXPECT_TRUE(scenario.devices.at(0).firmware.options.fixes[firmware::Quirk::any_baud]);
    EXPECT_EQ(scenario.devices.at(0).firmware.mac, "5ccf7f0b583b");
    std::vector<std::string> titles;
    for (const Step& step : scenario.steps) titles.push_back(step.title);
    EXPECT_THAT(titles,
                ElementsAre("note shared begin", "note own begin", "note x", "note own end", "note shared end"));
}

TEST_F(FolderFile, does_not_change_files_of_version_1) {
    EXPECT_EQ(
        mistake("devices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\n", "name: A\nversion: 1\nsteps: [note: x]\n"),
        folder + "/x.yaml:1:1: a scenario needs 'devices': a mapping of device names");
}

TEST_F(FolderFile, is_answered_under_its_own_name) {
    EXPECT_EQ(mistake("brokr: internal\n", "name: A\nversion: 2\nsteps: [note: x]\n"),
              folder + "/folder.yaml:1:1: unknown key 'brokr' in a folder's file; did you mean 'broker'?");
    EXPECT_EQ(mistake("devices: {boiler: {model: otb-iot, mac: 5ccf7f0b583b}}\nsetup: [publsh: x]\n",
                      "name: A\nversion: 2\nsteps: [note: x]\n"),
              folder + "/folder.yaml:2:9: unknown step 'publsh'; did you mean 'publish'?");
}

}  // namespace
}  // namespace otbench::runner
