// Steps that run programs of the user's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

class Commands : public testing::Test {
protected:
    ProgramResult run(const std::string& steps, const std::vector<std::string>& options = {"--allow-commands"}) {
        write_file(folder / "a.yaml",
                   "name: A\nversion: 2\nbroker: internal\ndevices:\n  boiler: {model: otb-iot, mac: "
                   "5c:cf:7f:0b:58:3b}\nsteps:\n" +
                       steps);
        std::vector<std::string> arguments{"run", folder / "a.yaml", "--out", folder / "out"};
        arguments.insert(arguments.end(), options.begin(), options.end());
        return otbench(arguments);
    }

    const TemporaryFolder folder;
};

TEST_F(Commands, hold_what_a_program_prints_and_its_exit_code_to_the_file) {
    const auto passed = run(
        "  - {run: [sh, -c, 'echo energy 9730; echo oops >&2; exit 3'], exit-code: 3, output: {contains: oops}, save: "
        "{energy: '([0-9]+)'}}\n"
        "  - {run: [echo, \"${energy} of ${chip_id}\"], output: 9730 of 5ccf7f0b583b}\n"
        "  - check: energy == 9730\n");
    EXPECT_EQ(passed.exit_code, 0) << passed.out << passed.err;
    const auto code = run("  - run: 'false'\n");
    EXPECT_EQ(code.exit_code, 1);
    EXPECT_THAT(code.out, HasSubstr("expected  0\n"));
    EXPECT_THAT(code.out, HasSubstr("got       1\n"));
    const auto output = run("  - {run: [echo, a], output: b}\n");
    EXPECT_EQ(output.exit_code, 1);
    EXPECT_THAT(output.out, HasSubstr("got       a\n"));
}

TEST_F(Commands, run_only_when_they_are_allowed) {
    const auto refused = run("  - note: first\n  - {run: [touch, " + folder / "made" + "]}\n", {});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_EQ(refused.err,
              folder / "a.yaml" + ":8:5: this step runs a program (expected otbench run --allow-commands)\n");
    EXPECT_FALSE(std::filesystem::exists(folder / "made"));
}

TEST_F(Commands, fail_where_a_program_is_missing_or_takes_too_long) {
    const auto missing = run("  - run: ./no-such-program\n");
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.out, HasSubstr("cannot start './no-such-program': not an executable program"));
    const auto start = std::chrono::steady_clock::now();
    const auto slow = run("  - {run: [sh, -c, 'sleep 1000 & sleep 1000'], within: 100ms}\n");
    EXPECT_EQ(slow.exit_code, 1);
    EXPECT_THAT(slow.out, HasSubstr("'sh' did not end within 0.1 s of real time"));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::minutes{2});
}

}  // namespace
}  // namespace otbench::tests
