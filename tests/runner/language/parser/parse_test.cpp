#include "runner/language/parser/parse.hpp"

#include <fmt/core.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "base/config/yaml_tree.hpp"
#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using namespace std::chrono_literals;
using support::complaints;
using support::head;
using support::sound;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string source = OTBENCH_SOURCE_DIR;

std::string in_temporary_file(std::string_view content) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = testing::TempDir() + fmt::format("otbench_{}_{}.yaml", test->name(), content.size());
    std::ofstream{path, std::ios::binary} << content;
    return path;
}

std::vector<std::string> complaints_about_file(const std::string& path) {
    std::vector<std::string> lines;
    for (const auto& diagnostic : parse_scenario_file(path, support::catalog(), step_kinds()).diagnostics)
        lines.push_back(to_string(diagnostic));
    return lines;
}

TEST(Parse, fills_in_what_the_file_leaves_out) {
    const auto scenario = sound(support::with_steps("  - publish: trigger/ping\n"));
    EXPECT_EQ(scenario.path, "x.yaml");
    EXPECT_EQ(scenario.name, "A test");
    EXPECT_EQ(scenario.version, 1);
    EXPECT_EQ(scenario.pace, 0.0);
    EXPECT_EQ(scenario.seed, 1U);
    EXPECT_EQ(scenario.broker, "mosquitto");
    EXPECT_EQ(scenario.time_limit, 10min);
    EXPECT_EQ(scenario.default_within, 30s);
    EXPECT_TRUE(scenario.buses.empty());
    ASSERT_EQ(scenario.steps.size(), 1U);
}

TEST(Parse, takes_every_option_of_a_run) {
    const auto scenario = sound(std::string{head} +
                                "description: Two lines\n"
                                "pace: x2.5\n"
                                "seed: 42\n"
                                "broker: mqtt://user@[::1]:1884\n"
                                "time-limit: 2 h\n"
                                "within: 250ms\n"
                                "steps: [note: done]\n");
    EXPECT_EQ(scenario.description, "Two lines");
    EXPECT_EQ(scenario.pace, 2.5);
    EXPECT_EQ(scenario.seed, 42U);
    EXPECT_EQ(scenario.broker, "mqtt://user@[::1]:1884");
    EXPECT_EQ(scenario.time_limit, 2h);
    EXPECT_EQ(scenario.default_within, 250ms);
}

TEST(Parse, answers_a_bad_header_with_its_place_and_what_is_allowed) {
    const auto plus = [](std::string_view line) {
        return support::with_steps("  - note: done\n") + std::string{line} + "\n";
    };
    support::expect_answers({
        {"unknown key", plus("time_limit: 2s"),
         "7:1: unknown key 'time_limit' in a scenario; did you mean 'time-limit'?"},
        {"key twice", plus("name: Again"), "7:1: 'name' is already given in line 1; only one of them can count"},
        {"list for text", plus("description: [a]"), "7:14: 'description' must be text, not a list"},
        {"no value", plus("description:"), "7:1: 'description' must be text, not nothing (empty text is written \"\")"},
        {"unit missing", plus("within: 100"), "7:9: a duration needs a unit: '100' could be 100us, 100ms or 100s"},
        {"unknown unit", plus("within: 3 weeks"),
         "7:9: invalid unit 'weeks' of a duration (expected for example 3us, 3ms or 3s)"},
        {"no number", plus("within: soon"), "7:9: invalid duration 'soon' (expected for example 1us, 1ms or 1s)"},
        {"negative", plus("within: -1s"), "7:9: invalid duration '-1s' (expected 0 or more)"},
        {"zero", plus("time-limit: 0s"), "7:13: invalid duration 0 (expected more)"},
        {"pace", plus("pace: fast"),
         "7:7: invalid pace 'fast' (expected virtual, real or a factor such as x10, from x0.001 to x1000000)"},
        {"pace of zero", plus("pace: x0"),
         "7:7: invalid pace 'x0' (expected virtual, real or a factor such as x10, from x0.001 to x1000000)"},
        {"seed", plus("seed: -1"), "7:7: invalid number '-1' (expected a whole number from 0 to 9223372036854775807)"},
        {"broker", plus("broker: hivemq"),
         "7:9: invalid broker 'hivemq' (expected mosquitto, internal or a URL such as mqtt://host:1883)"},
        {"broker's port", plus("broker: mqtt://host:99999"),
         "7:9: invalid broker 'mqtt://host:99999' (expected mqtt[s]://[USER[:PASSWORD]@]HOST[:PORT][?OPTIONS])"},
        {"broker's option", plus("broker: mqtts://host?cafile=x"),
         "7:9: unknown option 'cafile' of a broker (expected ca, cert, key, lock-step or password-file)"},
        {"list as key", plus("? [a]\n: b"), "7:3: a key must be text, not a list"},
        {"missing steps", std::string{head}, "1:1: a scenario needs 'steps': a list of steps"},
        {"no steps", std::string{head} + "steps: []\n", "5:8: a scenario needs at least one step"},
        {"steps as mapping", std::string{head} + "steps: {note: done}\n",
         "5:8: 'steps' must be a list of steps, not a mapping"},
        {"version 3", "name: A\nversion: 3\ndevices: {a: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps: [note: done]\n",
         "2:10: unknown version '3' (expected 1 or 2)"},
        {"empty name", "name: ''\nversion: 1\ndevices: {a: {model: otb-iot, mac: 5ccf7f0b583b}}\nsteps: [note: done]\n",
         "1:7: this text is empty"},
    });
}

TEST(Parse, reports_invalid_yaml_with_its_position) {
    support::expect_answers({
        {"empty", "", "1:1: the file is empty (expected a scenario)"},
        {"only a comment", "# soon\n", "1:1: the file is empty (expected a scenario)"},
        {"a word", "hello\n", "1:1: a scenario must be a mapping, not text"},
        {"bracket", "name: [a\n", "2:1: not YAML: end of sequence flow not found"},
        {"two documents", "name: A\n---\nname: B\n", "2:1: a second document begins here (expected a scenario alone)"},
        {"binary", std::string{"name: A\nseed: \x00", 15},
         "2:7: byte 0x00 is not text; a scenario is a YAML file in UTF-8"},
        {"latin 1", "name: M\xfcller\n", "1:8: byte 0xfc is not text; a scenario is a YAML file in UTF-8"},
        {"alias", "name: &a A\ndescription: *a\n", "2:14: YAML aliases (*name) are not supported; write the value out"},
        {"tag", "name: !!binary aGk=\n", "1:7: YAML tags (tag:yaml.org,2002:binary) are not supported"},
    });
}

TEST(Parse, reports_all_mistakes_at_once_in_order_of_position) {
    const auto lines = complaints(
        "name: Many\n"
        "version: 1\n"
        "within: 100\n"
        "devices:\n"
        "  boiler: {model: otb-iot, mac: 5c:cf}\n"
        "bus:\n"
        "  converter: {tx: boiler.gpio15, rx: boler.gpio13}\n"
        "  meters:\n"
        "    heat: {profile: itron-cf-eco-2, adress: 1}\n"
        "steps:\n"
        "  - publsh: trigger/ping\n");
    EXPECT_THAT(
        lines, ElementsAre("x.yaml:3:9: a duration needs a unit: '100' could be 100us, 100ms or 100s",
                           "x.yaml:5:33: invalid MAC address '5c:cf' (expected six pairs of hexadecimal digits such as "
                           "5c:cf:7f:0b:58:3b)",
                           "x.yaml:7:38: unknown device 'boler'; did you mean 'boiler'?",
                           "x.yaml:9:21: unknown profile 'itron-cf-eco-2'; did you mean 'itron-cf-echo-2'? (otbench "
                           "profiles list)",
                           "x.yaml:9:37: unknown key 'adress' in a meter; did you mean 'address'?",
                           "x.yaml:11:5: unknown step 'publsh'; did you mean 'publish'?"));
}

TEST(Parse, refuses_files_made_to_exhaust_it) {
    const auto deep = std::string(100'000, '[');
    EXPECT_THAT(complaints(deep), ElementsAre(HasSubstr("nested more than 16 levels deep")));
    std::string laughs = "a: &a [x, x]\n";
    for (char c = 'b'; c < 'z'; ++c) laughs += fmt::format("{0}: &{0} [*{1}, *{1}]\n", c, static_cast<char>(c - 1));
    EXPECT_THAT(complaints(laughs),
                ElementsAre("x.yaml:2:8: YAML aliases (*name) are not supported; write the value out"));
    EXPECT_THAT(complaints(std::string(config::YamlLimits::bytes + 1, ' ')),
                ElementsAre("x.yaml: 16777217 bytes are too many for a scenario (expected at most 16777216)"));
    std::string nonsense;
    for (int i = 0; i < 5'000; ++i) nonsense += fmt::format("key{}: 1\n", i);
    const auto lines = complaints(nonsense);
    ASSERT_EQ(lines.size(), 101U);
    EXPECT_EQ(lines.back(), "x.yaml: and 4904 more mistakes");
}

TEST(Parse, answers_a_file_that_cannot_be_read) {
    EXPECT_THAT(complaints_about_file("/nowhere/x.yaml"), ElementsAre("/nowhere/x.yaml: no such file"));
    EXPECT_THAT(complaints_about_file("/dev"), ElementsAre("/dev: is a directory (expected a scenario as a file)"));
    EXPECT_THAT(complaints_about_file("/dev/zero"),
                ElementsAre("/dev/zero: is not a regular file (expected a scenario as a file)"));
    const auto large = in_temporary_file(std::string(config::YamlLimits::bytes + 1, ' '));
    EXPECT_THAT(complaints_about_file(large), ElementsAre(HasSubstr("16777217 bytes are too many")));
}

TEST(Parse, reads_a_file_like_a_text) {
    const auto path = in_temporary_file(support::with_steps("  - publish: trigger/ping\n"));
    const auto result = parse_scenario_file(path, support::catalog(), step_kinds());
    ASSERT_TRUE(result.scenario);
    EXPECT_EQ(result.scenario->path, path);
    EXPECT_THAT(complaints_about_file(in_temporary_file("")), ElementsAre(HasSubstr(":1:1: the file is empty")));
}

TEST(Parse, takes_every_scenario_of_the_library) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{source + "/scenarios/library"}) {
        EXPECT_THAT(complaints_about_file(entry.path().string()), ElementsAre());
        ++count;
    }
    EXPECT_GE(count, 8U);
}

TEST(Parse, takes_the_example_of_the_manual) {
    std::ifstream file{source + "/docs/user/scenario-format.md"};
    const std::string manual{std::istreambuf_iterator<char>{file}, {}};
    const auto begin = manual.find("name: ");
    const auto end = manual.find("```", begin);
    ASSERT_NE(end, std::string::npos);
    const auto scenario = sound(manual.substr(begin, end - begin));
    EXPECT_EQ(scenario.steps.size(), 8U);
}

TEST(Parse, refuses_what_the_schema_refuses) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{source + "/tests/runner/broken"}) {
        EXPECT_FALSE(complaints_about_file(entry.path().string()).empty()) << entry.path();
        ++count;
    }
    EXPECT_GE(count, 5U);
}

}  // namespace
}  // namespace otbench::runner
