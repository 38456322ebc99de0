// The same scenario and seed give the same bytes, a hundred times out of a hundred.

#include <gtest/gtest.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

std::string trace(const std::string& broker) {
    const TemporaryFolder folder;
    const auto run =
        otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--broker", broker, "--out", folder.path()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    return read_file(folder / "events.jsonl") + read_file(folder / "waves.vcd") + read_file(folder / "bus.pcapng");
}

TEST(Determinism, a_hundred_runs_with_the_broker_in_process_leave_one_trace) {
    const std::string first = trace("internal");
    for (int run = 1; run < 100; ++run) ASSERT_TRUE(trace("internal") == first) << "run " << run;
}

TEST(Determinism, a_hundred_runs_with_mosquitto_leave_that_same_trace) {
    const std::string in_process = trace("internal");
    for (int run = 0; run < 100; ++run) ASSERT_TRUE(trace("mosquitto") == in_process) << "run " << run;
}

}  // namespace
}  // namespace otbench::tests
