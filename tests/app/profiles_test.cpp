#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/app/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

TEST(Profiles, are_listed_with_their_products) {
    const auto listed = otbench({"profiles", "list"});
    EXPECT_EQ(listed.exit_code, 0);
    EXPECT_THAT(listed.out, HasSubstr("itron-cf-echo-2"));
}

TEST(Profiles, show_which_values_a_scenario_may_set) {
    const auto shown = otbench({"profiles", "show", "itron-cf-echo-2"});
    EXPECT_EQ(shown.exit_code, 0);
    EXPECT_THAT(shown.out, HasSubstr("energy, volume, power"));
}

TEST(Profiles, an_unknown_one_is_refused_with_those_that_exist) {
    const auto shown = otbench({"profiles", "show", "itron-cf-eco-2"});
    EXPECT_EQ(shown.exit_code, 2);
    EXPECT_THAT(shown.err, HasSubstr("itron-cf-echo-2"));
}

TEST(Profiles, come_from_another_folder_when_the_environment_names_one) {
    const TemporaryFolder folder;
    write_file(folder / "my-meter.yaml", read_file(source_file("meters/profiles/itron-cf-echo-2.yaml")));
    const auto listed = otbench({"profiles", "list"}, {{"OTBENCH_PROFILES", folder.path()}});
    EXPECT_THAT(listed.out, HasSubstr("my-meter"));
}

}  // namespace
}  // namespace otbench::tests
