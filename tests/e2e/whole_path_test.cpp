// What the meter shows, what its bus is like, decides what arrives at the other end.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;

/// The main scenario with parts of its text replaced, in a file of its own.
class WholePath : public testing::Test {
protected:
    WholePath& replace(const std::string& from, const std::string& to) {
        const auto at = text_.find(from);
        EXPECT_NE(at, std::string::npos) << from;
        if (at != std::string::npos) text_.replace(at, from.size(), to);
        return *this;
    }

    ProgramResult run() {
        write_file(folder_ / "scenario.yaml", text_);
        return otbench({"run", folder_ / "scenario.yaml", "--broker", "internal", "--out", folder_.path()});
    }

    /// The telegram that the meter sent, in hex.
    [[nodiscard]] std::string telegram() const {
        for (const json& event : read_events(folder_.path()))
            if (event.at("kind") == "frame" && event.at("direction") == "answer") return event.at("hex");
        return {};
    }

    /// The failed checks of the run, with the received values.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> failures() const {
        std::vector<std::pair<std::string, std::string>> failed;
        const auto summary = json::parse(read_file(folder_ / "summary.json"));
        for (const json& step : summary.at("results")[0].at("steps"))
            for (const json& check : step.at("checks"))
                if (!check.at("passed")) failed.emplace_back(check.at("what"), check.at("got"));
        return failed;
    }

private:
    const TemporaryFolder folder_;
    std::string text_ = read_file(library_scenario("cf_echo_2_read.yaml"));
};

/// Positions at which two hex strings of the same length differ, in octets.
std::vector<std::size_t> differing_octets(const std::string& a, const std::string& b) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i + 1 < std::min(a.size(), b.size()); i += 2)
        if (a.compare(i, 2, b, i, 2) != 0) positions.push_back(i / 2);
    return positions;
}

TEST_F(WholePath, reads_the_telegram_that_the_meter_builds) {
    EXPECT_EQ(run().exit_code, 0);
    EXPECT_EQ(telegram(),
              "684d4d68"  // long frame, 77 octets
              "080172"    // RSP_UD, address 1, variable data
              "60312714"
              "7704"
              "09"
              "04"  // id 14273160, ACW, version 9, heat (outlet)
              "97"
              "10"
              "0000"          // access number, status, signature
              "0c7860312714"  // fabrication number
              "0407cd030000"  // energy 973 x 10 kWh
              "0c1580630100"  // volume 16380 x 0.1 m3
              "3b2d999999"    // power, value during error state
              "0b3b000000"    // volume flow 0 l/h
              "0a5a5301"
              "0a5e2102"      // 15.3 and 22.1 degrees
              "3b61999999"    // temperature difference, value during error state
              "046d24132b22"  // 2017-02-11 19:36
              "02277003"      // operating time 880 days
              "09fd0e22"
              "09fd0f47"  // firmware and software version
              "0f0400"    // manufacturer's own
              "ff16");    // checksum, stop
}

TEST_F(WholePath, another_energy_changes_its_octets_and_the_checksum_and_nothing_else) {
    ASSERT_EQ(run().exit_code, 0);
    const std::string before = telegram();
    replace("id: 14273160}", "id: 14273160, values: {energy: 12340 kWh}}");
    const auto changed = run();
    EXPECT_EQ(changed.exit_code, 1);
    // The energy's four octets begin at 27; 1234 is 04d2h, 973 is 03cdh. The last but one octet is the checksum.
    EXPECT_THAT(differing_octets(before, telegram()), ElementsAre(27, 28, 81));
    // The first dump message that differs from the recorded one ends the run.
    ASSERT_THAT(failures(), testing::SizeIs(1));
    EXPECT_THAT(failures().front().second, HasSubstr("ok:04/07/d2/04/00/00"));
}

TEST_F(WholePath, a_cut_cable_leaves_the_buffer_empty) {
    replace("length: 20 m", "length: 20 m, cut: true");
    EXPECT_EQ(run().exit_code, 1);
    ASSERT_THAT(failures(), testing::SizeIs(1));
    EXPECT_EQ(failures().front().second, "ok:xx");
}

TEST_F(WholePath, without_r5_the_receiver_sticks_and_the_report_mentions_it) {
    replace("supply: 36 V", "supply: 36 V, resistors: {R5: open}");
    const auto result = run();
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr("RX has been stuck low"));
}

TEST_F(WholePath, a_shorted_r5_leaves_the_receiver_mute) {
    replace("supply: 36 V", "supply: 36 V, resistors: {R5: short}");
    EXPECT_EQ(run().exit_code, 1);
    ASSERT_THAT(failures(), testing::SizeIs(1));
    EXPECT_EQ(failures().front().second, "ok:xx");
    EXPECT_NE(telegram(), "") << "the meter answered all the same";
}

TEST_F(WholePath, a_failed_expectation_is_reported_with_what_arrived_when_and_what_happened_before) {
    replace("energy: 9730 kWh", "energy: 9740 kWh");
    const auto result = run();
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, HasSubstr("expected  9740 kWh"));
    EXPECT_THAT(result.out, HasSubstr("got       9730 kWh"));
    EXPECT_THAT(result.out, HasSubstr("last events before it failed"));
    EXPECT_THAT(failures(), ElementsAre(std::pair<std::string, std::string>{"energy", "9730 kWh"}));
}

TEST_F(WholePath, the_time_limit_ends_a_run_with_its_own_exit_code) {
    replace("time-limit: 60s", "time-limit: 4s");
    const auto result = run();
    EXPECT_EQ(result.exit_code, 42);
    EXPECT_THAT(result.out, HasSubstr("time limit"));
    EXPECT_THAT(result.out, HasSubstr("the time-limit of 4 s was reached in line "));
}

class UnmetExpectation : public testing::Test {
protected:
    ProgramResult run_steps(const std::string& steps) {
        write_file(
            folder / "steps.yaml",
            "name: Unmet\nversion: 1\ndevices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\nsteps:\n" + steps);
        return otbench({"run", folder / "steps.yaml", "--broker", "internal"});
    }
    const TemporaryFolder folder;
};

TEST_F(UnmetExpectation, says_when_the_answer_came_instead) {
    const auto result = run_steps("  - {publish: trigger/ping, expect: {status: 'ok:pong', within: 1ms}}\n");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, ContainsRegex("got       nothing within 0.001 s; 'ok:pong' arrived after 0.0[0-9]+ s"));
}

TEST_F(UnmetExpectation, says_on_which_topic_a_message_came_instead) {
    const auto result =
        run_steps("  - {publish: trigger/ping, expect: {status: 'ok:pong', topic: /elsewhere, within: 1s}}\n");
    EXPECT_EQ(result.exit_code, 1);
    EXPECT_THAT(result.out, ContainsRegex("nothing within 1 s; 'ok:pong' arrived on /otb-iot/5ccf7f0b583b/status"));
}

TEST(IdleBus, a_meter_on_it_follows_a_setting_at_once) {
    const TemporaryFolder folder;
    write_file(folder / "a.yaml",
               "name: A\nversion: 2\nbus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\nsteps:\n"
               "  - wait: 5s\n  - {meter: heat, set: {push-interval: 10s}}\n  - wait: 35s\n"
               "  - expect-line: {rx-low-count: 1 .. 10000}\n");
    const auto run = otbench({"run", folder / "a.yaml", "--broker", "internal"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

TEST(VirtualYears, device_and_meter_are_at_work_after_the_time_that_picoseconds_hold) {
    const TemporaryFolder folder;
    const std::string file = folder / "days.yaml";
    write_file(file,
               "name: 220 days\nversion: 1\ntime-limit: 8760h\n"
               "devices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
               "bus: {meters: {heat: {profile: itron-cf-echo-2, address: 1}}}\n"
               "steps: [{wait: 5280h}, {publish: trigger/ping, expect: 'ok:pong'}]\n");
    const auto result = otbench({"run", file, "--broker", "internal"});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
}

}  // namespace
}  // namespace otbench::tests
