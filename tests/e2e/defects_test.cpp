// Each scenario of a known defect fails as it expects with the released firmware, and passes with that one defect
// fixed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::size_t number_length = 3;  // q02

std::vector<std::string> defect_scenarios() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("scenarios/defects")})
        if (entry.path().stem() != "folder") names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class Defect : public testing::TestWithParam<std::string> {};

TEST_P(Defect, fails_as_released_and_passes_when_fixed) {
    const std::string file = source_file("scenarios/defects/" + GetParam() + ".yaml");
    const auto faithful = otbench({"run", file});
    EXPECT_EQ(faithful.exit_code, 0) << faithful.out << faithful.err;
    EXPECT_THAT(faithful.out, HasSubstr("\nexpected failure: "));
    const auto fixed = otbench({"run", file, "--fix", GetParam().substr(0, number_length)});
    EXPECT_EQ(fixed.exit_code, 0) << fixed.out << fixed.err;
    EXPECT_THAT(fixed.out, HasSubstr("\npassed: "));
}

TEST_P(Defect, explains_the_failure_of_a_scenario_that_does_not_know_it) {
    const TemporaryFolder folder;
    std::string text = read_file(source_file("scenarios/defects/" + GetParam() + ".yaml"));
    const auto line = text.find("\nexpect-fail: ");
    text.erase(line, text.find('\n', line + 1) - line);
    write_file(folder / "stranger.yaml", text);
    write_file(folder / "folder.yaml", read_file(source_file("scenarios/defects/folder.yaml")));
    const auto run = otbench({"run", folder / "stranger.yaml", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 1) << run.out << run.err;
    const int number = std::stoi(GetParam().substr(1, number_length - 1));
    const std::string explanation = fmt::format("this is what Q{} does (", number);
    EXPECT_THAT(run.out, HasSubstr("\n" + explanation));
    EXPECT_THAT(run.out, HasSubstr(fmt::format("; with 'fix: Q{}' this step passes\n", number)));
    EXPECT_THAT(read_file(folder / "out/junit.xml"), HasSubstr(explanation));
    EXPECT_THAT(read_file(folder / "out/summary.json"), HasSubstr(explanation));
}

TEST_P(Defect, names_itself_and_the_step_that_fails) {
    const int number = std::stoi(GetParam().substr(1, number_length - 1));
    EXPECT_THAT(read_file(source_file("scenarios/defects/" + GetParam() + ".yaml")),
                HasSubstr(fmt::format("\nexpect-fail: {{quirk: Q{}, step: ", number)));
}

TEST_P(Defect, is_in_the_ledger_with_its_scenario) {
    EXPECT_THAT(read_file(source_file("docs/user/firmware-defects.md")), HasSubstr(GetParam() + ".yaml"));
}

TEST(DefectLedger, has_every_known_defect_and_platform_option) {
    const std::string ledger = read_file(source_file("docs/user/firmware-defects.md"));
    const auto listed = nlohmann::json::parse(otbench({"firmware", "quirks", "--json"}).out);
    for (const char* list : {"quirks", "platform"}) {
        for (const auto& entry : listed.at(list))
            EXPECT_THAT(ledger, HasSubstr("\n| " + entry.at("id").get<std::string>() + " | "));
    }
}

TEST(DefectSearch, does_not_blame_a_defect_for_a_wrong_expectation) {
    const TemporaryFolder folder;
    write_file(folder / "wrong.yaml",
               "name: wrong\nversion: 1\nbroker: internal\n"
               "devices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
               "steps: [{publish: get/info/chip_id, expect: \"ok:0\"}]\n");
    const auto run = otbench({"run", folder / "wrong.yaml"});
    EXPECT_EQ(run.exit_code, 1) << run.out;
    EXPECT_THAT(run.out, Not(HasSubstr("this is what Q")));
}

INSTANTIATE_TEST_SUITE_P(Firmware, Defect, testing::ValuesIn(defect_scenarios()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace otbench::tests
