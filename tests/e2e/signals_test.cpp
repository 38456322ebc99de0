// What passed on the bus: frames and waves, as steps look back at them.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

class Signals : public testing::Test {
protected:
    /// Reads a meter, then does `steps`. There are no files unless they are asked for.
    ProgramResult run(const std::string& steps, bool with_files = false) {
        write_file(
            folder / "a.yaml",
            "name: A\nversion: 2\nbroker: internal\ndevices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
            "bus:\n  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n  meters: {heat: {profile: "
            "itron-cf-echo-2, address: 1}}\n"
            "setup:\n"
            "  - {publish: set/config/serial/tx/15, expect: ok}\n"
            "  - {publish: set/config/serial/rx/13, expect: ok}\n"
            "  - {publish: set/config/serial/speed/2400, expect: ok}\n"
            "  - {publish: set/config/serial/enable, expect: ok}\n"
            "  - {publish: trigger/serial/send/105b015c16, expect: ok, label: request}\n"
            "  - wait: {until: bus idle for 50ms}\n"
            "  - {publish: trigger/serial/send/107b017c16, expect: ok}\n"
            "  - wait: {until: bus idle for 50ms}\n"
            "steps:\n" +
                steps);
        std::vector<std::string> arguments{"run", folder / "a.yaml"};
        if (with_files) arguments.insert(arguments.end(), {"--out", folder / "out"});
        return otbench(arguments);
    }

    const TemporaryFolder folder;
};

TEST_F(Signals, frames_are_compared_in_order_with_their_frame_count_bits) {
    const auto all =
        run("  - expect-frames: [\"REQ_UD2 to 1, FCB 0\", RSP_UD from 1, \"REQ_UD2 to 1, FCB toggled\", ...]\n"
            "    since: request\n");
    EXPECT_EQ(all.exit_code, 0) << all.out << all.err;
    const auto missing = run("  - expect-frames: [REQ_UD2 to 1, RSP_UD from 1]\n    since: request\n");
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.out, HasSubstr("got       REQ_UD2 to 1, FCB 0; RSP_UD from 1; REQ_UD2 to 1, FCB 1 toggled; "
                                       "RSP_UD from 1\n"));
    EXPECT_EQ(run("  - expect-frames: [..., SND_NKE to 1, ...]\n").exit_code, 1);
}

TEST_F(Signals, waves_are_measured_with_and_without_files) {
    const std::string steps =
        "  - {expect-signal: tx, since: request, bit-rate: 2380 .. 2420}\n"
        "  - {expect-signal: boiler.gpio15, since: request, bit-rate: 2380 .. 2420}\n"
        "  - {expect-signal: bus voltage, since: request, minimum: 20 V .. 24 V, maximum: 35 V .. 36 V}\n"
        "  - {expect-signal: rx, for: 10ms, level: high, edges: 0}\n";
    const auto without = run(steps);
    EXPECT_EQ(without.exit_code, 0) << without.out << without.err;
    const auto with = run(steps, true);
    EXPECT_EQ(with.exit_code, 0) << with.out << with.err;
    const auto result = nlohmann::json::parse(read_file(folder / "out/summary.json")).at("results").at(0);
    const auto measured = result.at("steps").back().at("checks")[1].at("measured");
    EXPECT_EQ(measured.at("value"), 0.0);
    EXPECT_EQ(measured.at("max"), 0.0);
}

TEST_F(Signals, outside_their_limits_fail_with_the_measured_value) {
    const auto outcome = run("  - {expect-signal: bus voltage, since: request, minimum: 30 V ..}\n");
    EXPECT_EQ(outcome.exit_code, 1);
    EXPECT_THAT(outcome.out, HasSubstr("bus voltage minimum at "));
    EXPECT_THAT(outcome.out, HasSubstr("expected  30 V ..\n"));
    EXPECT_EQ(run("  - {expect-signal: tx, since: request, level: high}\n").exit_code, 1);
    EXPECT_EQ(run("  - {expect-signal: tx, since: request, bit-rate: 300}\n").exit_code, 1);
}

TEST_F(Signals, a_missing_meter_fails_the_read_of_the_bench) {
    write_file(folder / "b.yaml",
               "name: A\nversion: 2\nbroker: internal\nbus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n"
               "steps: [{read: 2}]\n");
    const auto outcome = otbench({"run", folder / "b.yaml"});
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("expected  complete\n"));
    EXPECT_THAT(outcome.out, HasSubstr("got       no answer\n"));
}

}  // namespace
}  // namespace otbench::tests
