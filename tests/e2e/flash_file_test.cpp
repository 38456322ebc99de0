// What a device has stored goes from one run to the next through the file that a scenario names.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

std::string scenario(const TemporaryFolder& folder, const std::string& reply) {
    const std::string path = folder / "flash.yaml";
    write_file(
        path,
        "name: Flash\nversion: 1\nbroker: internal\ndevices:\n  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b, "
        "flash-file: " +
            (folder / "boiler.flash") + "}\nsteps:\n  - publish: set/config/mqtt/user/anna\n    expect: " + reply +
            "\n");
    return path;
}

TEST(FlashFile, hands_the_stored_configuration_to_the_next_run) {
    const TemporaryFolder folder;
    EXPECT_EQ(otbench({"run", scenario(folder, "ok")}).exit_code, 0);
    EXPECT_EQ(otbench({"run", scenario(folder, "error:unchanged")}).exit_code, 0);
}

TEST(FlashFile, is_refused_when_it_is_damaged) {
    const TemporaryFolder folder;
    write_file(folder / "boiler.flash", "too short");
    const auto refused = otbench({"run", scenario(folder, "ok")});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.err, HasSubstr("flash.yaml:5:3: flash-file "));
    EXPECT_EQ(read_file(folder / "boiler.flash"), "too short");
}

}  // namespace
}  // namespace otbench::tests
