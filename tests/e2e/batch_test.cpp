// Several scenarios in one run: what is printed, what is skipped, and how the run ends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

class Batch : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directory(suite); }

    /// Adds a scenario to the folder; `expected` is what it expects of a ping.
    void add(const std::string& file, const std::string& expected, const std::string& keys = "") {
        write_file(suite + "/" + file,
                   fmt::format("name: {0}\nversion: 2\n{1}devices:\n  boiler: {{model: otb-iot, mac: "
                               "5c:cf:7f:0b:58:3b}}\nsteps:\n  - publish: trigger/ping\n    expect: {2}\n",
                               file, keys, expected));
    }

    /// A scenario whose bus leads to `endpoint`.
    void add_bridge(const std::string& file, const std::string& endpoint) {
        add(file, "ok:pong",
            "pace: real\nbus:\n  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n  bridge: {on: \"" + endpoint +
                "\", as: slave}\n");
    }

    ProgramResult run(const std::vector<std::string>& paths) {
        std::vector<std::string> arguments{"run", "--broker", "internal", "--out", folder / "out"};
        arguments.insert(arguments.end(), paths.begin(), paths.end());
        return otbench(arguments);
    }

    nlohmann::json summary() { return nlohmann::json::parse(read_file(folder / "out/summary.json")); }

    const TemporaryFolder folder;
    const std::string suite = folder / "suite";
};

TEST_F(Batch, that_passes_prints_only_the_totals) {
    add("a.yaml", "ok:pong");
    add("b.yaml", "ok:pong");
    const auto result = run({suite});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, MatchesRegex("2 passed in [0-9]+\\.[0-9] s\n"));
}

TEST_F(Batch, shows_a_progress_bar_on_a_terminal_and_lines_elsewhere) {
    add("a.yaml", "ok:pong");
    add("b.yaml", "ok:pong");
    EXPECT_THAT(run({suite}).err, AllOf(HasSubstr("1/2 passed "), Not(HasSubstr("["))));
    const auto command = built_program("otbench") + " run --broker internal " + suite + " > /dev/null";
    const auto terminal = run_program("/usr/bin/script", {"-qec", command, folder / "typescript"});
    EXPECT_EQ(terminal.exit_code, 0);
    EXPECT_THAT(read_file(folder / "typescript"),
                AllOf(HasSubstr("\r[###############               ] 1/2"),
                      HasSubstr("\r[##############################] 2/2"), Not(HasSubstr("1/2 passed"))));
}

TEST_F(Batch, shows_the_steps_of_a_failure_and_lists_it_at_the_end) {
    add("a.yaml", "ok:pong");
    add("b.yaml", "ok:never");
    const auto result = run({suite});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr("FAIL"));
    EXPECT_THAT(result.out, Not(HasSubstr("pass  trigger/ping")));
    EXPECT_THAT(result.out, HasSubstr("\nfailed: " + suite + "/b.yaml (b.yaml): line 6: "));
    EXPECT_THAT(result.out, HasSubstr("\n1 passed, 1 failed in "));
}

TEST_F(Batch, skips_scenarios_of_a_folder_with_a_missing_peer_and_gives_the_reason) {
    add("a.yaml", "ok:pong");
    add_bridge("b.yaml", "serial:" + folder / "ttyUSB0");
    add_bridge("c.yaml", "pty:" + folder / "meter");
    const auto result = run({suite});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, HasSubstr("skipped: " + suite + "/b.yaml (b.yaml): " + folder / "ttyUSB0: no such device"));
    EXPECT_THAT(result.out, HasSubstr("skipped: " + suite + "/c.yaml (c.yaml): waits for a peer at pty:"));
    EXPECT_THAT(result.out, HasSubstr("\n1 passed, 2 skipped in "));
    EXPECT_EQ(summary().at("scenarios_skipped"), 2);
    EXPECT_EQ(summary().at("results")[1].at("verdict"), "skipped");
    EXPECT_THAT(read_file(folder / "out/junit.xml"),
                HasSubstr("<skipped type=\"skipped\" message=\"" + folder / "ttyUSB0"));
}

TEST_F(Batch, runs_a_scenario_that_is_named_even_if_its_peer_is_missing) {
    add_bridge("b.yaml", "serial:" + folder / "ttyUSB0");
    const auto result = run({suite + "/b.yaml"});
    EXPECT_EQ(result.exit_code, 3);
    EXPECT_THAT(result.err, HasSubstr(folder / "ttyUSB0"));
}

TEST_F(Batch, is_listed_with_an_element_for_each_case_and_not_run) {
    add("a.yaml", "ok:pong", "tags: [quick, ping]\n");
    write_file(suite + "/b.yaml",
               "name: Two\nversion: 2\nparameters: {word: [pong, never]}\ndevices:\n  boiler: {model: otb-iot, mac: "
               "5c:cf:7f:0b:58:3b}\nsteps:\n  - publish: trigger/ping\n    expect: \"ok:${word}\"\n");
    const auto listed = otbench({"list", "--json", suite});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    const auto cases = nlohmann::json::parse(listed.out);
    ASSERT_EQ(cases.size(), 3);
    EXPECT_EQ(cases[0].at("path"), suite + "/a.yaml");
    EXPECT_EQ(cases[0].at("tags"), (std::vector<std::string>{"quick", "ping"}));
    EXPECT_EQ(cases[2].at("parameters").at("word"), "never");
    EXPECT_EQ(cases[2].at("steps"), 1);
    EXPECT_THAT(otbench({"list", suite}).out, HasSubstr("/a.yaml: a.yaml [quick, ping]\n"));
    EXPECT_EQ(otbench({"list", suite + "/none.yaml"}).exit_code, 2);
}

TEST_F(Batch, prints_the_steps_of_all_scenarios_on_request) {
    add("a.yaml", "ok:pong");
    add("b.yaml", "ok:pong");
    EXPECT_THAT(run({suite, "--verbose"}).out, HasSubstr("trigger/ping"));
    EXPECT_THAT(run({suite}).out, Not(HasSubstr("trigger/ping")));
}

}  // namespace
}  // namespace otbench::tests
