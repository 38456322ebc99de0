// `otbench run --debug-on-error`: a prompt at a step that failed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* scenario =
    "name: A\nversion: 2\nbroker: internal\nbus:\n"
    "  meters: {heat: {profile: itron-cf-echo-2, address: 1, values: {energy: 9730 kWh}}}\n"
    "steps:\n  - {read: heat, save: {e: energy}}\n  - check: 1 == 2\n  - note: behind\n"
    "teardown:\n  - note: cleared\n";

class DebugPrompt : public testing::Test {
protected:
    /// Runs the scenario with these lines at the prompt.
    ProgramResult typed(const std::string& lines, const std::string& options = "") {
        write_file(folder / "a.yaml", scenario);
        write_file(folder / "lines", lines);
        return run_program("/bin/sh", {"-c", "exec '" + built_program("otbench") + "' run --debug-on-error " + options +
                                                 " '" + folder / "a.yaml" + "' < '" + folder / "lines" + "'"});
    }
    const TemporaryFolder folder;
};

TEST_F(DebugPrompt, shows_the_failed_step_values_and_events) {
    const auto run = typed("values\nevents 1\ntime\nevents x\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.err, HasSubstr("FAIL  check 1 == 2"));
    EXPECT_THAT(run.err, HasSubstr("a.yaml:8:5: this step failed; help lists what you can do\n> "));
    EXPECT_THAT(run.err, AllOf(HasSubstr("e = 9730 kWh\n"), HasSubstr("volume: 1638.0 m3\n")));
    EXPECT_THAT(run.err, AllOf(HasSubstr("\"title\":\"check 1 == 2\""), Not(HasSubstr("\"title\":\"read heat\""))));
    EXPECT_THAT(run.err, HasSubstr("invalid number 'x' (expected a whole number)\n"));
}

TEST_F(DebugPrompt, performs_further_steps_on_the_same_bench) {
    const auto run =
        typed("{read: heat, expect: {energy: 1 kWh}}\nnote: ${e}\nmeter: heat\nnot: one\nrun: /bin/true\n");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.err, AllOf(HasSubstr("expected  1 kWh\n"), HasSubstr("got       9730 kWh\n")));
    EXPECT_THAT(run.err, HasSubstr("column 1: unknown step 'not'"));
    EXPECT_THAT(run.err, HasSubstr("the prompt performs neither run nor until (expected other steps)\n"));
}

TEST_F(DebugPrompt, goes_on_or_ends_as_it_is_told) {
    const auto on = typed("continue\n");
    EXPECT_EQ(on.exit_code, 1);
    EXPECT_THAT(on.out, AllOf(HasSubstr("behind"), HasSubstr("cleared")));
    for (const char* end : {"quit\n", ""})
        EXPECT_THAT(typed(end).out, AllOf(Not(HasSubstr("behind")), HasSubstr("cleared"))) << end;
}

TEST_F(DebugPrompt, needs_one_scenario_at_a_time) {
    const auto run = typed("", "-j 2");
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err, "otbench run: --debug-on-error: 2 scenarios at once (expected --jobs 1)\n");
}

}  // namespace
}  // namespace otbench::tests
