// Every scenario that ships with the bench does what its comments promise, with either broker.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::string> library() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("scenarios/library")})
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

class Library : public testing::TestWithParam<std::string> {};

TEST_P(Library, passes_with_the_broker_in_process) {
    const auto run = otbench({"run", library_scenario(GetParam()), "--broker", "internal"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

TEST_P(Library, passes_with_mosquitto_and_leaves_the_same_trace) {
    const TemporaryFolder with_mosquitto, in_process;
    const auto run =
        otbench({"run", library_scenario(GetParam()), "--broker", "mosquitto", "--out", with_mosquitto.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    otbench({"run", library_scenario(GetParam()), "--broker", "internal", "--out", in_process.path()});
    for (const char* file : {"events.jsonl", "waves.vcd"})
        EXPECT_TRUE(read_file(with_mosquitto / file) == read_file(in_process / file)) << file << " differs";
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
    return std::filesystem::path{info.param}.stem().string();
}

INSTANTIATE_TEST_SUITE_P(AllFiles, Library, testing::ValuesIn(library()), test_name);

TEST(LibraryAsAWhole, validates_and_runs_as_one_folder_with_several_workers) {
    EXPECT_EQ(otbench({"validate", source_file("scenarios/library")}).exit_code, 0);
    const TemporaryFolder folder;
    const auto run = otbench({"run", source_file("scenarios/library"), "-j", "3", "-v", "--out", folder.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    const auto summary = nlohmann::json::parse(read_file(folder / "summary.json"));
    EXPECT_EQ(summary.at("scenarios"), library().size());
    EXPECT_EQ(summary.at("scenarios_passed"), library().size());
    for (const std::string& name : library())
        EXPECT_TRUE(std::filesystem::exists(folder / std::filesystem::path{name}.stem().string() + "/events.jsonl"));
    // Reports are complete and in the order of the files, whichever finished first; progress is on the other stream.
    EXPECT_THAT(run.err, HasSubstr(std::to_string(library().size()) + "/" + std::to_string(library().size())));
    EXPECT_LT(run.out.find("cf_echo_2_read.yaml"), run.out.find("ping.yaml"));
}

TEST(LibraryAsAWhole, runs_at_ten_times_real_time_with_the_trace_of_virtual_time) {
    const TemporaryFolder paced, at_once;
    const auto run =
        otbench({"run", library_scenario("ping.yaml"), "--pace", "x10", "--broker", "internal", "--out", paced.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    const auto result = nlohmann::json::parse(read_file(paced / "summary.json")).at("results")[0];
    EXPECT_GE(result.at("wall_s").get<double>(), result.at("virtual_s").get<double>() / 10);
    otbench({"run", library_scenario("ping.yaml"), "--broker", "internal", "--out", at_once.path()});
    EXPECT_EQ(read_file(paced / "events.jsonl"), read_file(at_once / "events.jsonl"));
}

TEST(LibraryAsAWhole, says_that_the_receiver_sticks_with_five_unit_loads) {
    const auto run = otbench({"run", library_scenario("five_unit_loads.yaml"), "--broker", "internal"});
    EXPECT_THAT(run.out, HasSubstr("RX has been stuck low"));
    EXPECT_THAT(run.out, HasSubstr("7.5 mA"));
    const auto good = otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--broker", "internal"});
    EXPECT_THAT(good.out, Not(HasSubstr("stuck")));
}

}  // namespace
}  // namespace otbench::tests
