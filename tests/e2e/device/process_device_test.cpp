// A firmware in a process of its own as the device under test, by the device protocol.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Runs a scenario of 50 ms with a peer that does `act`.
ProgramResult run_peer(const TemporaryFolder& folder, const std::string& act, const std::string& more = "") {
    const std::string path = folder / "peer.yaml";
    write_file(path, "name: Peer\nversion: 1\nbroker: internal\ndevices:\n  boiler: {model: process, command: [\"" +
                         built_program("misbehaving_peer") + "\", " + act + "], mac: 5c:cf:7f:0b:58:3b" + more +
                         "}\nsteps:\n  - wait: 50ms\n");
    return otbench({"run", path, "--out", folder / "out"});
}

std::string events_text(const TemporaryFolder& folder) {
    return read_file(folder / "out/events.jsonl");
}

TEST(ProcessDevice, reads_a_meter_by_the_scenario_that_the_model_runs) {
    const TemporaryFolder folder;
    const auto run =
        otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--device",
                 "boiler=" + built_program("sample_gateway"), "--broker", "internal", "--out", folder / "out"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(events_text(folder), AllOf(HasSubstr(R"("kind":"firmware","source":"boiler")"),
                                           HasSubstr(R"("name":"serial-gateway","version":"1.0")")));
}

TEST(ProcessDevice, gives_the_same_trace_each_time_and_with_mosquitto) {
    const TemporaryFolder folder;
    const auto run = [&](const std::string& broker, const std::string& name) {
        EXPECT_EQ(otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--device",
                           "boiler=" + built_program("sample_gateway"), "--broker", broker, "--out", folder / name})
                      .exit_code,
                  0);
        return read_file(folder / (name + "/events.jsonl"));
    };
    const std::string first = run("internal", "a");
    EXPECT_THAT(first, Not(IsEmpty()));
    EXPECT_EQ(run("internal", "b"), first);
    EXPECT_EQ(run("mosquitto", "c"), first);
}

TEST(ProcessDevice, crashes_and_restarts_at_the_same_instant) {
    const TemporaryFolder folder;
    run_peer(folder, "crash");
    EXPECT_THAT(events_text(folder),
                AllOf(HasSubstr(R"("t_ns":5000000,"kind":"crash")"), HasSubstr(R"("signal":"SIGSEGV")"),
                      HasSubstr(R"("t_ns":5000000,"kind":"boot")"),
                      HasSubstr(R"("what":"restarted","text":"cause=exception")")));
}

TEST(ProcessDevice, ends_the_run_at_a_crash_when_the_scenario_says_so) {
    const TemporaryFolder folder;
    const auto run = run_peer(folder, "crash", ", on-crash: fail");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out + run.err, HasSubstr("device 'boiler': the firmware crashed (SIGSEGV)"));
}

TEST(ProcessDevice, begins_its_steps_at_a_time_when_it_has_no_broker) {
    const TemporaryFolder folder;
    const auto run = run_peer(folder, "crash", ", ready: 2s");
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("2.050 s virtual"));
}

TEST(ProcessDevice, is_named_when_it_does_not_connect_to_the_broker) {
    const TemporaryFolder folder;
    const auto run = run_peer(folder, "crash");
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.out + run.err, HasSubstr("device 'boiler' did not connect to the broker"));
}

TEST(ProcessDevice, starts_a_new_process_for_a_restart) {
    const TemporaryFolder folder;
    run_peer(folder, "restart");
    EXPECT_THAT(events_text(folder),
                AllOf(HasSubstr(R"("t_ns":7000000,"kind":"reset")"), HasSubstr(R"("stored_reason":"as asked")"),
                      HasSubstr(R"("text":"cause=software")")));
}

TEST(ProcessDevice, keeps_what_the_program_prints_in_a_log_of_the_run) {
    const TemporaryFolder folder;
    run_peer(folder, "restart");
    EXPECT_EQ(read_file(folder / "out/device-boiler.log"), "this is restart\nthis is restart\n");
}

TEST(ProcessDevice, begins_its_log_again_with_each_run) {
    const TemporaryFolder folder;
    for (const std::string act : {"restart", "crash"}) run_peer(folder, act);
    EXPECT_EQ(read_file(folder / "out/device-boiler.log"), "this is crash\nthis is crash\n");
}

struct Misdeed {
    const char* act;
    int exit_code;
    const char* message;
};

class Misbehaviour : public testing::TestWithParam<Misdeed> {};

TEST_P(Misbehaviour, ends_the_run_with_a_line_that_says_what_the_program_did) {
    const TemporaryFolder folder;
    const auto run = run_peer(folder, GetParam().act, ", hang-after: 200ms");
    EXPECT_EQ(run.exit_code, GetParam().exit_code);
    EXPECT_THAT(run.out + run.err, HasSubstr(std::string{"device 'boiler': "} + GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    ProcessDevice, Misbehaviour,
    testing::Values(Misdeed{"leave", 2, "the firmware ended by itself with code 3"},
                    Misdeed{"sanitizer", 1, "a sanitizer stopped the firmware; see "},
                    Misdeed{"spin", 2, "hang: no message within 0.2 s of CPU time or 1.2 s; the last one was HELLO_OK"},
                    Misdeed{"livelock", 2, "livelock: its process has done 100000 things at "},
                    Misdeed{"backwards", 2, "protocol: PIN at -1 ns: time runs backwards from 0 ns: 0f 03"},
                    Misdeed{"beyond", 2, "protocol: PIN at 281474976710656 ns is beyond the horizon of "},
                    Misdeed{"past", 2, "protocol: ADVANCE at 5000000 ns to 7 ns: time runs backwards"},
                    Misdeed{"twice", 2, "protocol: HELLO_OK twice"},
                    Misdeed{"unknown", 2, "protocol: unknown message type 99"},
                    Misdeed{"pin", 2, "protocol: PIN: invalid pin 40 (expected 0 to 16)"},
                    Misdeed{"killed", 2, "the firmware was ended by SIGKILL"},
                    Misdeed{"version", 2, "the program speaks version 2.7 of the device protocol (expected 1.0)"},
                    Misdeed{"early", 2, "protocol: PIN before HELLO_OK"},
                    Misdeed{"mute", 2, "no HELLO_OK: the program does not speak the device protocol"},
                    Misdeed{"garbage", 2, "protocol: invalid frame length 1 (expected 12 to 1048576)"},
                    Misdeed{"cut", 2, "protocol: the body of ADVANCE has a wrong length (1 bytes)"}),
    [](const auto& test) { return test.param.act; });

TEST(ProcessDevice, takes_an_exit_code_of_a_signal_for_the_crash_that_it_reports) {
    const TemporaryFolder folder;
    const auto run = run_peer(folder, "reported", ", on-crash: fail");
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.out + run.err, HasSubstr("device 'boiler': the firmware crashed (SIGFPE)"));
}

TEST(ProcessDevice, names_the_functions_in_which_a_program_hangs_or_lets_no_time_pass) {
    const TemporaryFolder folder;
    const auto hang = run_peer(folder, "spin", ", hang-after: 200ms");
    EXPECT_THAT(hang.out + hang.err, HasSubstr("the last one was HELLO_OK; it is in spin < main"));
    EXPECT_THAT(read_file(folder / "out/device-boiler.log"), HasSubstr("#0  "));
    const auto livelock = run_peer(folder, "livelock", "");
    EXPECT_THAT(livelock.out + livelock.err, HasSubstr(" < livelock < main"));
}

TEST(ProcessDevice, says_that_a_program_cannot_be_started_or_does_not_speak_the_protocol) {
    const TemporaryFolder folder;
    const auto run = [&](const std::string& name) {
        return otbench(
            {"run", library_scenario("cf_echo_2_read.yaml"), "--device", "boiler=" + name, "--broker", "internal"});
    };
    const auto missing = run("/does/not/exist");
    EXPECT_EQ(missing.exit_code, 2);
    EXPECT_THAT(missing.out + missing.err,
                HasSubstr("device 'boiler': cannot start '/does/not/exist': not an executable program"));
    EXPECT_THAT(run("/bin/true").out + run("/bin/true").err,
                HasSubstr("the program ended before HELLO_OK with code 0"));
}

TEST(ProcessDevice, of_the_command_line_must_be_one_of_the_scenario) {
    const auto wrong = otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--device", "kettle=/bin/true"});
    EXPECT_EQ(wrong.exit_code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("has no device 'kettle'"));
    const auto empty = otbench({"run", library_scenario("cf_echo_2_read.yaml"), "--device", "boiler="});
    EXPECT_EQ(empty.exit_code, 2);
    EXPECT_THAT(empty.err, HasSubstr("invalid setting 'boiler=' (expected NAME=PROGRAM or NAME=external:ENDPOINT)"));
}

}  // namespace
}  // namespace otbench::tests
