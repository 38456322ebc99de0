// `otbench circuit check`: runs of the bench held against ngspice, with real ngspice.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;
using testing::ContainsRegex;
using testing::HasSubstr;

constexpr int beyond_tolerance = 1, cannot_be_checked = 2, environment_error = 3;

/// A short run: four edges of the request at most, so that ngspice has little to do.
class CircuitCheck : public testing::Test {
protected:
    void SetUp() override {
        const auto run = otbench({"run", library_scenario("cut_cable.yaml"), "--broker", "internal", "--out", out});
        ASSERT_EQ(run.exit_code, 0) << run.out << run.err;
    }
    /// The run's events with a change in each that `change` finds something in.
    template <typename Change>
    void tamper(const Change& change) {
        std::string text;
        for (auto& event : read_events(out)) {
            change(event);
            text += event.dump() + "\n";
        }
        write_file(out + "/events.jsonl", text);
    }
    std::string script(const std::string& text) {
        const std::string path = folder / "ngspice";
        write_file(path, "#!/bin/sh\n" + text + "\n");
        ::chmod(path.c_str(), 0755);
        return path;
    }

    const TemporaryFolder folder;
    const std::string out = folder / "run";
};

TEST(CircuitCheckOfScenario, finds_the_frames_of_the_main_scenario_within_the_tolerances) {
    const TemporaryFolder folder;
    const auto check = otbench({"circuit", "check", library_scenario("cf_echo_2_read.yaml"), "--json",
                                folder / "result.json", "--plot", folder / "plot.svg"});
    EXPECT_EQ(check.exit_code, 0) << check.out << check.err;
    const json result = json::parse(read_file(folder / "result.json"));
    const json& quantities = result["quantities"];
    EXPECT_GE(quantities["meter reads space"]["compared"], 10) << "the request's characters";
    EXPECT_GE(quantities["RX falls"]["compared"], 200) << "those of the answer of 83";
    EXPECT_GE(quantities["RX level"]["compared"], 400);
    EXPECT_GE(quantities["bus voltage"]["compared"], 400);
    for (const auto& [name, quantity] : quantities.items()) EXPECT_EQ(quantity["missed"], 0) << name;
    const std::string plot = read_file(folder / "plot.svg");
    EXPECT_THAT(plot, HasSubstr("virtual time in ms"));
    EXPECT_THAT(plot, HasSubstr("bus in V"));
    EXPECT_EQ(plot.substr(plot.size() - 7), "</svg>\n");
}

TEST_F(CircuitCheck, checks_the_folder_of_a_run_with_the_same_result_for_any_number_of_processes) {
    const auto one = otbench({"circuit", "check", out, "-j", "1"}),
               four = otbench({"circuit", "check", out, "-j", "4"});
    EXPECT_EQ(one.exit_code, 0) << one.out << one.err;
    EXPECT_EQ(one.out, four.out);
    EXPECT_THAT(one.out, HasSubstr("agree within the Primary tolerances"));
}

TEST_F(CircuitCheck, notices_edges_that_ngspice_has_at_another_time) {
    tamper([](json& event) {
        if (event["kind"] == "bus_edge" && event["level"] == "space")
            event["t_ns"] = event["t_ns"].get<std::int64_t>() + 2000;
    });
    const auto check = otbench({"circuit", "check", out});
    EXPECT_EQ(check.exit_code, beyond_tolerance);
    EXPECT_THAT(check.out, ContainsRegex("bus, space edge +14 +14 "));
}

TEST_F(CircuitCheck, refuses_what_no_netlist_repeats) {
    const auto refusal_with = [this](const char* key, const json& value) {
        tamper([&](json& event) {
            if (event["kind"] == "installation") event[key] = value;
        });
        const auto check = otbench({"circuit", "check", out});
        EXPECT_EQ(check.exit_code, cannot_be_checked) << key;
        return check.err;
    };
    EXPECT_THAT(refusal_with("disturbed", true), HasSubstr("noise, ripple or spikes are on the bus"));
    EXPECT_THAT(refusal_with("shorted", "q2"), HasSubstr("a transistor is shorted"));
    EXPECT_THAT(refusal_with("converter", "standard-master"), HasSubstr("has no netlist"));
}

TEST_F(CircuitCheck, notices_that_the_bus_was_made_of_something_else) {
    tamper([](json& event) {
        if (event["kind"] == "installation") event["supply_v"] = 34;
    });
    const auto check = otbench({"circuit", "check", out});
    EXPECT_EQ(check.exit_code, beyond_tolerance);
    EXPECT_THAT(check.out, HasSubstr("beyond the Primary tolerances"));
}

TEST_F(CircuitCheck, says_what_it_cannot_check_in_one_line) {
    const auto expect_one_line = [](const ProgramResult& check, const std::string& line) {
        EXPECT_EQ(check.exit_code, cannot_be_checked);
        EXPECT_THAT(check.err, HasSubstr(line));
        EXPECT_EQ(std::count(check.err.begin(), check.err.end(), '\n'), 1) << check.err;
    };
    expect_one_line(otbench({"circuit", "check", folder / "none"}), "none: no such file or folder");
    expect_one_line(otbench({"circuit", "check", folder.path()}), "events.jsonl: no such file (expected a folder");
    expect_one_line(otbench({"circuit", "check", library_scenario("ping.yaml")}), "expected an event 'installation'");
    expect_one_line(otbench({"circuit", "check", out, "--span", "3"}), "--span: a duration needs a unit");
    tamper([](json& event) {
        if (event["kind"] == "installation") event["converter"] = "standard-master";
    });
    expect_one_line(otbench({"circuit", "check", out}), "the converter 'standard-master' has no netlist");
    write_file(out + "/events.jsonl", "{\"id\":1,\"t_ns\":0,\"kind\":\"run\"}\nnonsense\n");
    expect_one_line(otbench({"circuit", "check", out}), "events.jsonl:2: invalid event");
}

TEST_F(CircuitCheck, fails_without_ngspice) {
    const auto check = otbench({"circuit", "check", out}, {{"OTBENCH_NGSPICE", folder / "none"}});
    EXPECT_EQ(check.exit_code, environment_error);
    EXPECT_THAT(check.err, HasSubstr("OTBENCH_NGSPICE: "));
    EXPECT_EQ(check.out, "");
}

TEST_F(CircuitCheck, fails_and_keeps_the_deck_when_ngspice_does_not_converge) {
    const auto check = otbench({"circuit", "check", out, "-j", "1"},
                               {{"OTBENCH_NGSPICE", script("echo 'doAnalyses: TRAN:  Timestep too small'; exit 1")}});
    EXPECT_EQ(check.exit_code, environment_error);
    EXPECT_EQ(check.out, "") << "no verdict";
    std::smatch kept;
    ASSERT_TRUE(std::regex_search(check.err, kept, std::regex{R"(imestep too small \(the deck is kept: (\S+)\))"}))
        << check.err;
    EXPECT_THAT(read_file(kept[1]), HasSubstr("mbus_master"));
    std::filesystem::remove_all(std::filesystem::path{kept[1].str()}.parent_path());
}

TEST_F(CircuitCheck, fails_when_ngspice_ends_well_but_wrote_nothing) {
    const auto check = otbench({"circuit", "check", out, "-j", "1"}, {{"OTBENCH_NGSPICE", script("exit 0")}});
    EXPECT_EQ(check.exit_code, environment_error);
    EXPECT_THAT(check.err, HasSubstr("the deck is kept"));
    EXPECT_EQ(check.out, "");
}

}  // namespace
}  // namespace otbench::tests
