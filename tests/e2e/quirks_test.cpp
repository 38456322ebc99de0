// Every switch of a known defect changes what the device does in the few steps that bring the defect about.

#include <gtest/gtest.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "firmware_model/storage/quirks.hpp"
#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

/// The numbers of the firmware's own defects that have a switch; those of its client scripts show in scenarios.
std::vector<int> switchable_quirks() {
    std::vector<int> numbers;
    for (const auto& quirk : firmware::quirks()) {
        if (quirk.is_switchable() && quirk.area != "client") numbers.push_back(quirk.number);
    }
    return numbers;
}

std::string steps_of(int quirk) {
    return source_file(fmt::format("tests/data/firmware/quirks/q{:02}.steps.json", quirk));
}

class QuirkSwitch : public testing::TestWithParam<int> {};

TEST_P(QuirkSwitch, changes_what_the_device_does) {
    const std::string steps = steps_of(GetParam());
    ASSERT_TRUE(std::filesystem::exists(steps)) << steps;
    const auto faithful = otbench({"firmware", "trace", steps});
    const auto fixed = otbench({"firmware", "trace", steps, "--fix", fmt::format("Q{}", GetParam())});
    ASSERT_EQ(faithful.exit_code, 0) << faithful.err;
    ASSERT_EQ(fixed.exit_code, 0) << fixed.err;
    EXPECT_NE(faithful.out, fixed.out);
}

INSTANTIATE_TEST_SUITE_P(Firmware, QuirkSwitch, testing::ValuesIn(switchable_quirks()),
                         [](const auto& parameter) { return "Q" + std::to_string(parameter.param); });

TEST(QuirkSwitches, each_list_of_steps_belongs_to_one) {
    const auto numbers = switchable_quirks();
    for (const auto& entry : std::filesystem::directory_iterator{source_file("tests/data/firmware/quirks")}) {
        if (entry.path().extension() != ".json") continue;
        const int number = std::stoi(entry.path().filename().string().substr(1));
        EXPECT_NE(std::find(numbers.begin(), numbers.end(), number), numbers.end()) << entry.path();
    }
}

}  // namespace
}  // namespace otbench::tests
