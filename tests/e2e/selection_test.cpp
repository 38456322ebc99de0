// Which cases a run has, on how many machines, and what becomes of the results.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

class Selection : public testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directory(suite);
        add("a", "ok:pong", "tags: [quick]");
        add("b", "never");
        add("c", "ok:pong");
        add("d", "never", "tags: [quick]");
    }

    void add(const std::string& name, const std::string& expected, const std::string& keys = "") {
        write_file(suite + "/" + name + ".yaml",
                   fmt::format("name: Case {0}\nversion: 2\n{1}\ndevices:\n  boiler: {{model: otb-iot, mac: "
                               "5c:cf:7f:0b:58:3b}}\nsteps:\n  - publish: trigger/ping\n    expect: {2}\n",
                               name, keys, expected));
    }

    ProgramResult run(const std::vector<std::string>& options, const std::string& out = "out",
                      const std::map<std::string, std::string>& environment = {}) {
        std::vector<std::string> arguments{"run", suite, "--broker", "internal", "--out", folder / out};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return otbench(arguments, environment);
    }

    nlohmann::json summary(const std::string& out = "out") {
        return nlohmann::json::parse(read_file(folder / (out + "/summary.json")));
    }
    /// "b failed", for each result.
    std::vector<std::string> results(const std::string& out = "out") {
        std::vector<std::string> texts;
        const auto whole = summary(out);
        for (const auto& result : whole.at("results"))
            texts.push_back(result.at("name").get<std::string>().substr(5) + " " +
                            result.at("verdict").get<std::string>());
        return texts;
    }

    const TemporaryFolder folder;
    const std::string suite = folder / "suite";
};

TEST_F(Selection, takes_tags_expressions_and_exclusions) {
    EXPECT_EQ(run({"--tag", "quick"}).exit_code, 1);
    EXPECT_THAT(results(), ElementsAre("a passed", "d failed"));
    EXPECT_EQ(run({"-k", "'case a' or 'case c'"}).exit_code, 0);
    EXPECT_THAT(results(), ElementsAre("a passed", "c passed"));
    EXPECT_EQ(run({"--exclude", "quick", "--exclude", "'case b'"}).exit_code, 0);
    EXPECT_THAT(results(), ElementsAre("c passed"));
    EXPECT_THAT(run({"-k", "a and"}).err, HasSubstr("otbench run: invalid expression 'a and'"));
    const auto none = run({"-k", "nothing"});
    EXPECT_EQ(none.exit_code, 2);
    EXPECT_EQ(none.err, "otbench run: no case is selected\n");
}

TEST_F(Selection, is_the_same_for_list) {
    const auto listed = otbench({"list", suite, "--tag", "quick", "--exclude", "'case d'", "--json"});
    ASSERT_EQ(listed.exit_code, 0) << listed.err;
    EXPECT_EQ(nlohmann::json::parse(listed.out).size(), 1U);
    EXPECT_THAT(otbench({"list", suite, "--shard", "2/4"}).out, HasSubstr("Case b"));
}

TEST_F(Selection, stops_after_so_many_failures) {
    const auto result = run({"--stop-after", "1"});
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr("1 passed, 1 failed, 2 not started"));
    EXPECT_THAT(results(), ElementsAre("a passed", "b failed"));
}

TEST_F(Selection, retries_what_fails_and_counts_the_attempts) {
    EXPECT_EQ(run({"--retry", "2"}).exit_code, 1);
    EXPECT_THAT(results(), ElementsAre("a passed", "b failed", "c passed", "d failed"));
    EXPECT_EQ(summary().at("results")[0].at("attempts"), 1);
    EXPECT_EQ(summary().at("results")[1].at("attempts"), 3);
}

TEST_F(Selection, repeats_and_shuffles_and_reports_in_the_order_of_the_files) {
    EXPECT_EQ(run({"--repeat", "2", "--exclude", "'case b' or 'case d'", "--shuffle", "5"}).exit_code, 0);
    EXPECT_THAT(results(), ElementsAre("a passed", "a passed", "c passed", "c passed"));
    EXPECT_TRUE(std::filesystem::exists(folder / "out/a-2/events.jsonl"));
    EXPECT_EQ(read_file(folder / "out/a-2/events.jsonl"), read_file(folder / "out/a/events.jsonl"));
}

TEST_F(Selection, runs_again_what_failed) {
    run({});
    EXPECT_EQ(run({"--last-failed"}).exit_code, 1);
    EXPECT_THAT(results(), ElementsAre("b failed", "d failed"));
    add("b", "ok:pong");
    add("d", "ok:pong");
    EXPECT_EQ(run({"--last-failed"}).exit_code, 0);
    const auto again = run({"--last-failed"});
    EXPECT_EQ(again.exit_code, 0);
    EXPECT_EQ(again.err, "otbench run: " + folder / "out" + ": every case passed\n");
    EXPECT_EQ(otbench({"run", suite, "--last-failed"}).exit_code, 2);
}

TEST_F(Selection, ends_at_the_wall_limit) {
    write_file(suite + "/a.yaml",
               "name: Case a\nversion: 2\npace: real\ntime-limit: 10min\ndevices:\n  boiler: {model: otb-iot, mac: "
               "5c:cf:7f:0b:58:3b}\nsteps:\n  - wait: 5min\n");
    const auto result = run({"-k", "'case a'", "--wall-limit", "1s"});
    EXPECT_EQ(result.exit_code, 42);
    EXPECT_THAT(results(), ElementsAre("a time limit"));
    EXPECT_EQ(summary().at("results")[0].at("error"), "stopped at the wall-clock limit of the run");
}

TEST_F(Selection, reports_to_github_in_its_jobs) {
    const auto result = run({}, "out", {{"GITHUB_ACTIONS", "true"}, {"GITHUB_STEP_SUMMARY", folder / "page.md"}});
    EXPECT_THAT(result.out, HasSubstr("\n::error file=" + suite + "/b.yaml,line=7,title=Case b::line 7: "));
    EXPECT_THAT(read_file(folder / "page.md"), StartsWith("### Otbench: 2 passed, 2 failed\n"));
    EXPECT_THAT(run({}).out, Not(HasSubstr("::error")));
}

/// The results without what differs from run to run.
nlohmann::json lasting(nlohmann::json summary) {
    for (auto& result : summary.at("results")) result.erase("wall_s");
    return summary;
}

TEST_F(Selection, of_all_shards_merged_equals_the_run_without_shards) {
    EXPECT_EQ(run({}, "whole").exit_code, 1);
    EXPECT_EQ(run({"--shard", "1/2", "--shuffle", "3"}, "one").exit_code, 0);
    EXPECT_EQ(run({}, "two", {{"CI_NODE_INDEX", "2"}, {"CI_NODE_TOTAL", "2"}}).exit_code, 1);
    const auto merged = otbench({"merge", folder / "two", folder / "one", "--out", folder / "all"});
    EXPECT_EQ(merged.exit_code, 1) << merged.err;
    EXPECT_THAT(merged.out, MatchesRegex("(.|\n)*\n2 passed, 2 failed\n"));
    EXPECT_EQ(lasting(summary("all")), lasting(summary("whole")));
    for (const std::string file : {"a/events.jsonl", "b/events.jsonl", "c/waves.vcd", "d/waves.vcd"})
        EXPECT_EQ(read_file(folder / ("all/" + file)), read_file(folder / ("whole/" + file))) << file;
    EXPECT_THAT(read_file(folder / "all/junit.xml"), HasSubstr("name=\"Case d\""));
    EXPECT_THAT(read_file(folder / "all/report.html"), HasSubstr("Case d"));
    const auto coverage = [&](const std::vector<std::string>& folders) {
        std::vector<std::string> arguments{"trace", "coverage", "--json"};
        for (const std::string& name : folders) arguments.push_back(folder / name);
        return otbench(arguments).out;
    };
    EXPECT_THAT(coverage({"whole"}), HasSubstr("\"events\""));
    EXPECT_EQ(coverage({"all"}), coverage({"whole"}));
    EXPECT_EQ(coverage({"one", "two"}), coverage({"whole"}));
}

TEST_F(Selection, refuses_to_merge_missing_doubled_and_foreign_shards) {
    run({"--shard", "1/2"}, "one");
    run({"--shard", "2/2"}, "two");
    run({"--shard", "2/3"}, "other");
    const auto mistake = [&](const std::vector<std::string>& folders) {
        std::vector<std::string> arguments{"merge", "--out", folder / "all"};
        for (const std::string& name : folders) arguments.push_back(folder / name);
        const auto result = otbench(arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_FALSE(std::filesystem::exists(folder / "all"));
        return result.err;
    };
    EXPECT_EQ(mistake({"one"}), "otbench merge: missing shard 2/2\n");
    EXPECT_EQ(mistake({"two", "one", "two"}),
              fmt::format("otbench merge: {0}/two: shard 2/2 is doubled: also in {0}/two\n", folder.path()));
    EXPECT_THAT(mistake({"one", "other"}), HasSubstr("/other: shard 2/3, but"));
    EXPECT_THAT(mistake({"nowhere"}), HasSubstr("/nowhere: no such file"));
    run({"--shard", "2/2", "--seed", "9"}, "seed");
    EXPECT_THAT(mistake({"one", "seed"}), HasSubstr("/seed: a shard of another run than " + folder / "one" +
                                                    " (expected the same cases, seeds and --times)"));
}

TEST_F(Selection, balances_shards_by_an_earlier_run) {
    run({}, "whole");
    auto earlier = summary("whole");
    for (auto& result : earlier.at("results")) result["wall_s"] = result.at("name") == "Case c" ? 9.0 : 1.0;
    write_file(folder / "times.json", earlier.dump());
    EXPECT_EQ(run({"--shard", "1/2", "--times", folder / "times.json"}, "one").exit_code, 0);
    EXPECT_THAT(results("one"), ElementsAre("c passed"));
}

TEST_F(Selection, touches_the_status_file_of_a_test_runner) {
    run({"-k", "'case a'"}, "out",
        {{"TEST_SHARD_INDEX", "0"}, {"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_STATUS_FILE", folder / "status"}});
    EXPECT_TRUE(std::filesystem::exists(folder / "status"));
}

}  // namespace
}  // namespace otbench::tests
