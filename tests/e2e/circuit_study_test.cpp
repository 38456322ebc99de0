// `otbench circuit sweep`, `montecarlo` and `margins` as a user runs them; ngspice is real.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::StartsWith;

void expect_refusal(const std::vector<std::string>& arguments, const std::string& line) {
    const auto run = otbench(arguments);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.err, HasSubstr(line));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.out, "");
}

TEST(CircuitSweep, says_how_far_one_meter_is_read_at_2400_baud) {
    const TemporaryFolder folder;
    const auto run = otbench({"circuit", "sweep", "--vary", "length=300..500:100", "--measure", "max-baud,reads", "-o",
                              folder / "far.csv", "-o", folder / "far.json", "-o", folder / "far.svg"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    const std::string csv = read_file(folder / "far.csv");
    EXPECT_THAT(csv, StartsWith("length [m],max-baud [Bd],reads\n300,"));
    EXPECT_THAT(csv, ContainsRegex("400,[0-9.]+,1\n500,[0-9.]+,0\n"));
    const auto rows = json::parse(read_file(folder / "far.json"))["rows"];
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[2]["reads"], 0);
    EXPECT_THAT(read_file(folder / "far.svg"), HasSubstr("max-baud in Bd"));
}

TEST(CircuitSweep, shows_its_progress_on_a_terminal_only) {
    const std::string command = built_program("otbench") + " circuit sweep --vary length=0,1 --measure swing";
    const auto terminal = run_program("/usr/bin/script", {"-qec", command, "/dev/null"});
    EXPECT_EQ(terminal.exit_code, 0) << terminal.out;
    EXPECT_THAT(terminal.out, ContainsRegex("\r\\[#+ *\\] +[0-9]+ %"));
    const auto pipe = run_program("/bin/sh", {"-c", command});
    EXPECT_EQ(pipe.err, "");
}

TEST(CircuitSweep, of_two_parameters_measures_all_pairs_and_draws_a_map) {
    const TemporaryFolder folder;
    const auto run = otbench({"circuit", "sweep", "--vary", "meters=4..5", "--vary", "temperature=27,70", "--measure",
                              "rx-high", "-o", folder / "hot.csv", "-o", folder / "hot.svg"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(read_file(folder / "hot.csv"), ContainsRegex("4,27,3.2[0-9]+\n4,70,2.[0-9]+\n5,27,0.[0-9]+\n5,70,"));
    EXPECT_THAT(read_file(folder / "hot.svg"), HasSubstr("temperature in C (rows)"));
}

TEST(CircuitSweep, has_the_same_results_with_ngspice) {
    const std::vector<std::string> sweep{"circuit", "sweep",          "--vary",    "supply=30,36",
                                         "--set",   "capacitance=10", "--measure", "swing,threshold,space-delay,reads"};
    const auto numbers = [&](const std::string& engine) {
        const TemporaryFolder folder;
        auto arguments = sweep;
        arguments.insert(arguments.end(), {"--engine", engine, "-o", folder / "s.json"});
        const auto run = otbench(arguments);
        EXPECT_EQ(run.exit_code, 0) << run.err;
        return json::parse(read_file(folder / "s.json"))["rows"];
    };
    const auto model = numbers("model"), ngspice = numbers("ngspice");
    ASSERT_EQ(model.size(), 2u);
    for (std::size_t i = 0; i < model.size(); ++i)
        for (const auto& [name, value] : ngspice[i].items())
            EXPECT_NEAR(model[i][name].get<double>(), value.get<double>(), 0.01 * value.get<double>()) << name;
}

TEST(CircuitSweep, begins_with_the_bus_of_a_scenario) {
    const auto run = otbench({"circuit", "sweep", "--scenario", library_scenario("five_unit_loads.yaml"), "--vary",
                              "temperature=-20,27", "--measure", "idle-share,reply"});
    ASSERT_EQ(run.exit_code, 0) << run.err;
    EXPECT_THAT(run.out, ContainsRegex("-20 +90.[0-9]+ +1 +\n +27 +104.[0-9]+ +0"))
        << "five meters work in the cold, and not at room temperature";
}

TEST(CircuitMeasure, says_where_a_file_of_conditions_is_not_json) {
    const TemporaryFolder folder;
    const auto refused = [&](const std::string& text, const std::string& message) {
        const std::string file = folder / "conditions.json";
        write_file(file, text);
        expect_refusal({"circuit", "measure", file}, file + message);
    };
    refused("{\"entries\": [\n  {\"id\": }]}", ":2:10: invalid JSON (expected conditions in a list 'entries')");
    refused("name: a", ":1:2: invalid JSON (expected conditions");
    refused("{\"entries\": [1e999]}", ": invalid JSON (expected numbers that fit into 64 bits)");
}

TEST(CircuitSweep, refuses_what_it_does_not_know) {
    expect_refusal({"circuit", "sweep", "--vary", "lenght=1..2"}, "unknown parameter 'lenght'");
    expect_refusal({"circuit", "sweep", "--vary", "length=1..2", "--measure", "speed"}, "unknown quantity 'speed'");
    expect_refusal({"circuit", "sweep", "--vary", "length=1..2", "-o", "x.txt"},
                   "(expected an ending of .csv, .json or .svg)");
    expect_refusal({"circuit", "sweep", "--vary", "length=1..2", "--set", "r99=1"}, "unknown parameter 'r99'");
    expect_refusal({"circuit", "sweep", "--vary", "length=1..2", "--scenario", library_scenario("ping.yaml")},
                   "expected a scenario with a single bus");
    expect_refusal({"circuit", "sweep", "--vary", "length=1..2", "--params", "none.json"}, "none.json: no such file");
}

TEST(CircuitMonteCarlo, draws_yes_and_no_as_two_bars_and_a_single_value_as_one) {
    const TemporaryFolder folder;
    const auto picture_of = [&](const std::string& quantity, const std::string& runs) {
        const auto run = otbench({"circuit", "montecarlo", "--tolerance", "r1=1%", "--runs", runs, "--measure",
                                  quantity, "-o", folder / "s.svg"});
        EXPECT_EQ(run.exit_code, 0) << run.err;
        return read_file(folder / "s.svg");
    };
    const std::string reads = picture_of("reads", "4"), swing = picture_of("swing", "1");
    EXPECT_THAT(reads, HasSubstr(">no</text>"));
    EXPECT_THAT(reads, HasSubstr(">yes</text>"));
    EXPECT_THAT(swing, HasSubstr("fill-opacity"));
    EXPECT_EQ(swing.find("fill-opacity"), swing.rfind("fill-opacity")) << "one bar";
}

TEST(CircuitMonteCarlo, says_how_often_four_meters_work_at_70_degrees_with_five_percent_resistors) {
    const TemporaryFolder folder;
    const auto run = otbench({"circuit", "montecarlo", "--tolerance", "5%", "--set", "temperature=70", "--runs", "200",
                              "--measure", "max-meters", "--require", "max-meters>=4", "--confirm", "3", "-o",
                              folder / "s.csv", "-o", folder / "s.svg"});
    ASSERT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(run.out, ContainsRegex(R"(max-meters>=4: 1[0-9][0-9] of 200, [67][0-9].[0-9] % \(95 % confidence)"));
    EXPECT_THAT(run.out, ContainsRegex("lowest max-meters 3.[89][0-9]*: r1=.* r5=8[56]"));
    EXPECT_THAT(run.out, HasSubstr("ngspice confirms 3 of 3 samples"));
    const std::string csv = read_file(folder / "s.csv");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 201);
    EXPECT_THAT(read_file(folder / "s.svg"), HasSubstr("max-meters in 200 samples"));
}

TEST(CircuitMonteCarlo, gives_the_same_answer_for_the_same_seed_only) {
    const auto with_seed = [](const std::string& seed) {
        return otbench({"circuit", "montecarlo", "--tolerance", "r5=1%", "--tolerance", "supply=34..38", "--runs", "20",
                        "--distribution", "normal", "--measure", "swing,threshold", "--seed", seed})
            .out;
    };
    EXPECT_EQ(with_seed("3"), with_seed("3"));
    EXPECT_NE(with_seed("3"), with_seed("4"));
}

TEST(CircuitMonteCarlo, never_confirms_without_ngspice) {
    const TemporaryFolder folder;
    const auto run =
        otbench({"circuit", "montecarlo", "--tolerance", "5%", "--runs", "5", "--measure", "swing", "--confirm", "1"},
                {{"OTBENCH_NGSPICE", folder / "none"}});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.err, HasSubstr("OTBENCH_NGSPICE: "));
}

TEST(CircuitMargins, mark_what_was_not_checked_against_the_standard) {
    const TemporaryFolder folder;
    const auto run = otbench({"circuit", "margins", "--scenario", library_scenario("cf_echo_2_read.yaml")});
    EXPECT_EQ(run.exit_code, 1) << "the converter does not follow the idle current";
    EXPECT_THAT(run.out,
                ContainsRegex(R"(fail +mark read up to idle \+ 6 mA +>= 7.5 mA +7.17 +-0.33 +4.3.3.7 \(\*\))"));
    EXPECT_THAT(run.out, ContainsRegex("pass +unit loads that leave RX high .* 4.2.2.1\n"));
    EXPECT_THAT(run.out, HasSubstr("(*) a widely quoted value"));
    otbench({"circuit", "margins", "--baud", "9600", "--set", "length=350", "-o", folder / "m.json"});
    const auto margins = json::parse(read_file(folder / "m.json"))["margins"];
    const auto slope = std::find_if(margins.begin(), margins.end(),
                                    [](const json& m) { return m["requirement"] == "slope to space, 10 to 90 %"; });
    ASSERT_NE(slope, margins.end());
    EXPECT_EQ((*slope)["verdict"], "fail");
    EXPECT_EQ((*slope)["verified"], false);
    EXPECT_NEAR((*slope)["at_most"].get<double>(), 52.08, 0.01);
}

/// Two commands that fit in a test, and a file that they write.
struct ShardedStudy {
    const char* name;
    std::vector<std::string> command;
};

class ShardedStudies : public testing::TestWithParam<ShardedStudy> {
protected:
    ProgramResult study(const std::vector<std::string>& more,
                        const std::map<std::string, std::string>& variables = {}) {
        auto arguments = GetParam().command;
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run_program(built_program("otbench"), arguments, variables);
    }
    TemporaryFolder folder;
};

TEST_P(ShardedStudies, merged_equal_the_study_without_shards) {
    const auto whole = study({"-o", folder / "whole.csv", "-o", folder / "whole.svg"});
    ASSERT_EQ(whole.exit_code, 0) << whole.err;
    EXPECT_EQ(study({"--shard", "2/3", "--out", folder / "two"}).exit_code, 0);
    EXPECT_EQ(study({"--shard", "3/3", "--out", folder / "three"}).exit_code, 0);
    const std::map<std::string, std::string> gitlab = {{"CI_NODE_INDEX", "1"}, {"CI_NODE_TOTAL", "3"}};
    EXPECT_EQ(study({"--out", folder / "one"}, gitlab).exit_code, 0);
    const auto merged = otbench({"merge", folder / "three", folder / "one", folder / "two", "--out", folder / "all"});
    ASSERT_EQ(merged.exit_code, 0) << merged.err;
    const auto again = study({"--measured", folder / "all", "-o", folder / "all.csv", "-o", folder / "all.svg"});
    EXPECT_EQ(again.exit_code, 0) << again.err;
    EXPECT_EQ(again.out, whole.out);
    EXPECT_EQ(read_file(folder / "all.csv"), read_file(folder / "whole.csv"));
    EXPECT_EQ(read_file(folder / "all.svg"), read_file(folder / "whole.svg"));
}

TEST_P(ShardedStudies, write_what_is_measured_also_without_shards) {
    const auto whole = study({"--out", folder / "one"});
    ASSERT_EQ(whole.exit_code, 0) << whole.err;
    EXPECT_EQ(study({"--measured", folder / "one"}).out, whole.out);
    ASSERT_EQ(otbench({"merge", folder / "one", "--out", folder / "all"}).exit_code, 0);
    EXPECT_EQ(study({"--measured", folder / "all"}).out, whole.out);
}

INSTANTIATE_TEST_SUITE_P(Verbs, ShardedStudies,
                         testing::Values(ShardedStudy{"sweep",
                                                      {"circuit", "sweep", "--vary", "length=0..300:50", "--measure",
                                                       "swing,mark"}},
                                         ShardedStudy{"montecarlo",
                                                      {"circuit", "montecarlo", "--tolerance", "5%", "--runs", "10",
                                                       "--measure", "swing", "--require", "swing>=12"}}),
                         [](const auto& each) { return std::string{each.param.name}; });

TEST(StudyShards, are_refused_when_one_is_missing_doubled_or_of_another_study) {
    const TemporaryFolder folder;
    const auto shard = [&](const std::string& index, const std::string& out,
                           const std::string& length = "length=0..20:10") {
        EXPECT_EQ(otbench({"circuit", "sweep", "--vary", length, "--measure", "swing", "--shard", index, "--out",
                           folder / out})
                      .exit_code,
                  0);
    };
    shard("1/2", "one");
    shard("2/2", "two");
    shard("2/2", "other", "length=0..30:10");
    const auto refusal = [&](const std::vector<std::string>& folders) {
        std::vector<std::string> arguments{"merge", "--out", folder / "all"};
        for (const std::string& name : folders) arguments.push_back(folder / name);
        const auto result = otbench(arguments);
        EXPECT_EQ(result.exit_code, 2);
        EXPECT_FALSE(std::filesystem::exists(folder / "all"));
        return result.err;
    };
    EXPECT_EQ(refusal({"two"}), "otbench merge: missing shard 1/2\n");
    EXPECT_THAT(refusal({"one", "two", "one"}), HasSubstr("/one: shard 1/2 is doubled: also in "));
    EXPECT_THAT(refusal({"one", "other"}), HasSubstr("/other: of another study, 'sweep --vary length=0..30:10"));
    write_file(folder / "two/study.json", "{\"study\": 7}");
    EXPECT_THAT(refusal({"one", "two"}),
                HasSubstr("/two/study.json: invalid study (expected one of 'otbench circuit')"));
}

TEST(StudyShards, need_a_folder_and_results_of_the_same_study) {
    const TemporaryFolder folder;
    const std::vector<std::string> sweep{"circuit", "sweep", "--vary", "length=0..20:10", "--measure", "swing"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), sweep.begin(), sweep.end());
        return more;
    };
    expect_refusal(with({"--shard", "1/2"}), "shard 1/2 without --out (expected a folder for what it measures");
    expect_refusal(with({"--shard", "3/2"}), "--shard: ");
    expect_refusal(with({"--measured", folder / "none"}), "study.json: no such file (expected an output folder");
    ASSERT_EQ(otbench(with({"--shard", "1/2", "--out", folder / "one"})).exit_code, 0);
    expect_refusal(with({"--measured", folder / "one"}), "shard 1/2 (expected the results of 'otbench merge')");
    expect_refusal({"circuit", "sweep", "--vary", "length=0..20:10", "--measure", "mark", "--measured", folder / "one"},
                   "of another study, 'sweep --vary length=0..20:10 --measure swing' (expected '");
}

}  // namespace
}  // namespace otbench::tests
