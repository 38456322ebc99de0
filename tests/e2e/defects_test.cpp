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

constexpr std::size_t number_length = 3;  // q02

std::vector<std::string> defect_scenarios() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("scenarios/defects")})
        names.push_back(entry.path().stem().string());
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

INSTANTIATE_TEST_SUITE_P(Firmware, Defect, testing::ValuesIn(defect_scenarios()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace otbench::tests
