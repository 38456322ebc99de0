// Every switch of a known defect makes the difference that is written down, in the few steps that bring it about.

#include <gtest/gtest.h>

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "firmware_model/storage/quirks.hpp"
#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

/// The numbers of the defects that have a switch and show in what recordings hold. Those of the client scripts and of
/// the web server show in scenarios.
std::vector<int> switchable_quirks() {
    std::vector<int> numbers;
    for (const auto& quirk : firmware::quirks()) {
        if (quirk.is_switchable() && quirk.area != "client" && quirk.quirk != firmware::Quirk::portal_stays_closed)
            numbers.push_back(quirk.number());
    }
    return numbers;
}

std::string file_of(int quirk, std::string_view suffix) {
    return source_file(fmt::format("tests/data/firmware/quirks/q{:02}.{}", quirk, suffix));
}

/// The output of `otbench firmware diff` for two traces; where it compares nothing that differs, the first lines that
/// do.
std::string difference(const std::string& released, const std::string& fixed) {
    const TemporaryFolder folder;
    write_file(folder / "released", released);
    write_file(folder / "fixed", fixed);
    std::string text = otbench({"firmware", "diff", folder / "released", folder / "fixed"}).out;
    for (auto at = text.find(folder / ""); at != std::string::npos; at = text.find(folder / ""))
        text.erase(at, (folder / "").size());
    std::istringstream left{released};
    std::istringstream right{fixed};
    while (text.empty()) {
        std::string x = "nothing";
        std::string y = "nothing";
        const bool more_left = static_cast<bool>(std::getline(left, x));
        const bool more_right = static_cast<bool>(std::getline(right, y));
        if (!more_left && !more_right) break;
        if (!more_left) x = "nothing";
        if (!more_right) y = "nothing";
        if (x != y) text = fmt::format("released: {}\nfixed: {}\n", x, y);
    }
    return text;
}

class QuirkSwitch : public testing::TestWithParam<int> {};

TEST_P(QuirkSwitch, makes_the_difference_that_is_written_down) {
    const std::string steps = file_of(GetParam(), "steps.json");
    ASSERT_TRUE(std::filesystem::exists(steps)) << steps;
    const auto released = otbench({"firmware", "trace", steps});
    const auto fixed = otbench({"firmware", "trace", steps, "--fix", fmt::format("Q{}", GetParam())});
    ASSERT_EQ(released.exit_code, 0) << released.err;
    ASSERT_EQ(fixed.exit_code, 0) << fixed.err;
    const auto expected = read_file(file_of(GetParam(), "difference.txt"));
    EXPECT_FALSE(expected.empty());
    EXPECT_EQ(difference(released.out, fixed.out), expected);
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
