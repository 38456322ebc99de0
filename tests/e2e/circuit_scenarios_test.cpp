// What becomes of a reading when the electrical side is at its limits, through the whole path; and what ngspice says of
// the same edges.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

std::string circuit_scenario(const std::string& name) {
    return source_file("scenarios/circuit/" + name + ".yaml");
}

std::vector<std::string> circuit_scenarios() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("scenarios/circuit")})
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class CircuitScenario : public testing::TestWithParam<std::string> {};

TEST_P(CircuitScenario, has_the_result_of_its_file) {
    const auto run = otbench({"run", circuit_scenario(GetParam()), "--broker", "internal"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

INSTANTIATE_TEST_SUITE_P(AllFiles, CircuitScenario, testing::ValuesIn(circuit_scenarios()),
                         [](const auto& parameter) { return parameter.param; });

class Verdict : public testing::TestWithParam<const char*> {};

TEST_P(Verdict, of_ngspice_is_the_same) {
    const auto check = otbench({"circuit", "check", circuit_scenario(GetParam())});
    EXPECT_EQ(check.exit_code, 0) << check.out << check.err;
}

INSTANTIATE_TEST_SUITE_P(Limits, Verdict,
                         testing::Values("four_meters", "four_meters_hot", "long_cable_2400", "long_cable_4800",
                                         "long_cable_4800_two_meters", "long_cable_4800_five_meters"),
                         [](const auto& parameter) { return std::string{parameter.param}; });

}  // namespace
}  // namespace otbench::tests
