#include "sim/device/device_comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string boot = "{\"t_us\":0,\"step\":-1,\"kind\":\"boot\",\"count\":0}\n";
const std::string request =
    R"({"t_us":1,"step":1,"kind":"publish","topic":"/a","payload":"ok","qos":2,"retain":false})";

DeviceComparison comparison(std::vector<std::string> second_command) {
    return {{"A", {}, {}, {}}, {"B", {}, std::move(second_command), {}}};
}

TEST(DeviceComparison, counts_what_only_models_report_when_both_are_models) {
    const DeviceComparison::Pair pair = {PlayedList{boot + request, ""}, PlayedList{boot, ""}};
    EXPECT_THAT(comparison({}).differences(pair),
                ElementsAre(testing::StartsWith("step 1: after 0 in both, only A has publish")));
    EXPECT_THAT(comparison({"program"}).differences(pair), IsEmpty());
}

TEST(DeviceComparison, takes_the_failure_of_one_device_for_a_difference) {
    const PlayedList played{boot, ""}, failed{"", "exit code 99"};
    EXPECT_THAT(comparison({"program"}).differences({played, failed}), ElementsAre("B: exit code 99"));
    EXPECT_THAT(comparison({"program"}).differences({failed, played}), ElementsAre("A: exit code 99"));
    EXPECT_THAT(comparison({"program"}).differences({failed, failed}), IsEmpty());
}

}  // namespace
}  // namespace otbench::sim
