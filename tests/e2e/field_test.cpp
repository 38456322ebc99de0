// Problems that people had with real meters: each scenario shows what they saw and, where there is one, the cure.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

std::vector<std::string> field_scenarios() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{source_file("scenarios/field")})
        names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

class Field : public testing::TestWithParam<std::string> {};

TEST_P(Field, shows_what_was_seen) {
    const auto run = otbench({"run", source_file("scenarios/field/" + GetParam() + ".yaml"), "--broker", "internal"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

INSTANTIATE_TEST_SUITE_P(AllFiles, Field, testing::ValuesIn(field_scenarios()),
                         [](const auto& parameter) { return parameter.param; });

}  // namespace
}  // namespace otbench::tests
