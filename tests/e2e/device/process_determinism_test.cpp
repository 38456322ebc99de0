// A firmware in a process gives the same trace, whatever the machine does and however far the process runs ahead.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// The library's main scenario on the sample gateway, which runs ahead by at most `look_ahead`.
std::string trace_with(const std::string& look_ahead) {
    const TemporaryFolder folder;
    std::string text = read_file(library_scenario("cf_echo_2_read.yaml"));
    const std::string model = "model: otb-iot,";
    text.replace(text.find(model), model.size(),
                 "model: process, command: " + built_program("sample_gateway") + ", look-ahead: " + look_ahead + ",");
    write_file(folder / "scenario.yaml", text);
    const auto run = otbench({"run", folder / "scenario.yaml", "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    return read_file(folder / "out/events.jsonl") + read_file(folder / "out/waves.vcd");
}

TEST(ProcessDevice, never_changes_a_line_of_the_trace_by_how_far_it_may_run_ahead) {
    const std::string far = trace_with("1h");
    EXPECT_THAT(far, HasSubstr(R"("kind":"gpio_edge")"));
    for (const char* look_ahead : {"0ns", "1ns", "777ns", "100us", "3.3ms", "1s"})
        EXPECT_TRUE(trace_with(look_ahead) == far) << look_ahead;
}

TEST(ProcessDevice, leaves_one_trace_in_a_hundred_runs_of_which_eight_share_the_machine) {
    const TemporaryFolder folder;
    std::string numbers;
    for (int i = 0; i < 100; ++i) numbers += (i > 0 ? ", " : "") + std::to_string(i);
    write_file(folder / "small.yaml",
               "name: Small\nversion: 2\nbroker: internal\nparameters: {run: [" + numbers +
                   "]}\ndevices:\n  boiler: {model: process, command: " + built_program("sample_gateway") +
                   R"(, mac: 5c:cf:7f:0b:58:3b}
bus:
  converter: {supply: 36 V, tx: boiler.gpio15, rx: boiler.gpio13}
  meters: {heat: {profile: itron-cf-echo-2, address: 1}}
steps:
  - {publish: set/config/serial/tx/15, expect: ok}
  - {publish: set/config/serial/rx/13, expect: ok}
  - {publish: set/config/serial/speed/2400, expect: ok}
  - {publish: set/config/serial/enable, expect: ok}
  - {publish: trigger/serial/send/1040014116, expect: ok}
  - {wait: 50ms}
  - {publish: trigger/serial/buffer/dump, expect: ok:e5/xx}
)");
    const auto run = otbench({"run", folder / "small.yaml", "-j", "8", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    std::string first;
    int count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder / "out"}) {
        if (entry.path().filename() != "events.jsonl") continue;
        std::string trace = read_file(entry.path());
        trace.erase(0, trace.find('\n'));  // the name of the case
        if (count++ == 0) first = trace;
        EXPECT_TRUE(trace == first) << entry.path();
    }
    EXPECT_EQ(count, 100);
    EXPECT_THAT(first, Not(IsEmpty()));
}

}  // namespace
}  // namespace otbench::tests
