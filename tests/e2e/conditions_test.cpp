// Scenarios that are expected to fail, and those that need something of the machine.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/core.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

class Conditions : public testing::Test {
protected:
    /// Runs a scenario with these `keys`, whose second step must be answered with `expected`.
    ProgramResult run(const std::string& keys, const std::string& expected,
                      const std::vector<std::string>& options = {}) {
        write_file(folder / "a.yaml",
                   fmt::format("name: A\nversion: 2\n{}\ndevices:\n  boiler: {{model: otb-iot, mac: "
                               "5c:cf:7f:0b:58:3b}}\nsteps:\n  - publish: trigger/ping\n    expect: ok:pong\n"
                               "  - publish: set/config/serial/speed/240\n    expect: {}\n    label: speed\n",
                               keys, expected));
        std::vector<std::string> arguments{"run", "--broker", "internal", folder / "a.yaml", "--out", folder / "out"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return otbench(arguments);
    }
    nlohmann::json result() {
        return nlohmann::json::parse(read_file(folder / "out/summary.json")).at("results").at(0);
    }

    const TemporaryFolder folder;
};

TEST_F(Conditions, a_failure_at_the_expected_step_is_green) {
    for (const std::string step : {"2", "speed"}) {
        const auto outcome = run("expect-fail: {quirk: Q34, step: " + step + "}", "error:invalid_baudrate");
        EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
        EXPECT_THAT(outcome.out, HasSubstr("expected failure: 2 of 2 steps"));
        EXPECT_EQ(result().at("verdict"), "expected failure");
        EXPECT_THAT(result().at("error").get<std::string>(), HasSubstr("Q34"));
    }
}

TEST_F(Conditions, a_failure_at_another_step_is_red) {
    const auto outcome = run("expect-fail: {quirk: Q34, step: 1}", "error:invalid_baudrate");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("step 2 (publish set/config/serial/speed/240) failed, expected step 1 to fail"));
}

TEST_F(Conditions, an_unexpected_pass_is_red) {
    const auto outcome = run("expect-fail: Q34", "ok");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.err, HasSubstr("passed, although 'expect-fail' names Q34"));
    EXPECT_EQ(result().at("verdict"), "unexpected pass");
    EXPECT_EQ(run("expect-fail: some reason", "ok").exit_code, 1);
}

TEST_F(Conditions, a_device_without_the_defect_must_pass) {
    EXPECT_EQ(run("expect-fail: Q34", "error:invalid_baudrate", {"--fix", "Q34"}).exit_code, 0);
    EXPECT_EQ(result().at("verdict"), "passed");
    EXPECT_EQ(run("expect-fail: Q34", "ok", {"--fix", "Q34"}).exit_code, 1);
    EXPECT_EQ(result().at("verdict"), "failed");
}

TEST_F(Conditions, what_needs_real_devices_is_skipped_until_they_are_there) {
    EXPECT_EQ(run("skip-unless: hardware", "ok").exit_code, 0);
    EXPECT_EQ(result().at("verdict"), "skipped");
    EXPECT_EQ(result().at("error"), "needs real devices (otbench run --hardware)");
    EXPECT_EQ(run("skip-unless: hardware", "ok", {"--hardware"}).exit_code, 0);
    EXPECT_EQ(result().at("verdict"), "passed");
}

TEST_F(Conditions, what_needs_a_missing_program_is_skipped) {
    EXPECT_EQ(run("skip-unless: [tool:no-such-program]", "ok").exit_code, 0);
    EXPECT_EQ(result().at("error"), "needs the program no-such-program");
    EXPECT_EQ(run("skip-unless: tool:sh", "ok").exit_code, 0);
    EXPECT_EQ(result().at("verdict"), "passed");
}

}  // namespace
}  // namespace otbench::tests
