// Devices outside the bench, in real time: a program with a serial port and a broker, and a real device, for which a
// second bench with the model of otb-iot stands in.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "tests/e2e/device/stand_in.hpp"
#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using testing::HasSubstr;

// ---- a program in real time ----

/// A scenario of a gateway in Python, written for a board with a serial port and without knowledge of the bench.
ProgramResult run_prototype(const TemporaryFolder& folder, const std::string& steps, const std::string& more = "") {
    write_file(folder / "prototype.yaml", R"(name: Prototype
version: 1
pace: real
time-limit: 30s
devices:
  boiler:
    model: process
    time: real
    command: [/usr/bin/python3, )" + source_file("tests/e2e/peers/python_gateway.py") +
                                              R"(, "{pty}"]
    env: {MQTT_HOST: "{broker_host}", MQTT_PORT: "{broker_port}", MQTT_USER: "{broker_user}", MQTT_PASSWORD: "{broker_password}"}
    mac: 5c:cf:7f:0b:58:3b
    topics: {command: gateway/send, status: gateway/received}
    ready: {topic: gateway/state, payload: online}
)" + more + R"(bus:
  converter: {supply: 36 V, tx: boiler.gpio15, rx: boiler.gpio13}
  meters: {heat: {profile: itron-cf-echo-2, address: 1}}
steps:
)" + steps);
    return otbench({"run", folder / "prototype.yaml", "--out", folder / "out"});
}

TEST(RealTimeProcess, reads_a_meter_by_a_serial_port_and_a_broker) {
    const TemporaryFolder folder;
    const auto run = run_prototype(folder,
                                   "  - {publish: 1040014116, expect: e5}\n"
                                   "  - {publish: 105b015c16, expect: {prefix: 684d4d6808017260312714}}\n");
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(read_file(folder / "out/device-boiler.log"), HasSubstr("gateway at /dev/pts/"));
}

TEST(RealTimeProcess, is_started_again_when_it_ends) {
    const TemporaryFolder folder;
    const auto run = run_prototype(folder,
                                   "  - publish: quit\n"
                                   "  - expect-message: {status: online, topic: gateway/state, within: 10s}\n"
                                   "  - {publish: 1040014116, expect: e5}\n");
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(read_file(folder / "out/events.jsonl"), HasSubstr(R"("signal":"exit code 3")"));
}

/// A program that says after four seconds that it is ready, a second later than any device needs by itself.
std::string late_program(const std::string& ready) {
    return "name: Late\nversion: 1\npace: real\ntime-limit: 30s\ndevices:\n  boiler:\n    model: process\n    time: "
           "real\n"
           "    command: [/bin/sh, -c, 'echo now starting; sleep 4; printf now; sleep 0.1; echo \" ready\"; sleep "
           "60']\n"
           "    mac: 5c:cf:7f:0b:58:3b\n    ready: " +
           ready + "\nsteps:\n  - note: first step\n";
}

TEST(RealTimeProcess, is_ready_when_it_has_printed_the_line_that_says_so) {
    const TemporaryFolder folder;
    write_file(folder / "late.yaml", late_program("{log: '^now ready$'}"));
    write_file(folder / "early.yaml", late_program("{log: '^now starting$'}"));
    const auto first_step = [&](const std::string& scenario) {
        const auto run = otbench({"run", folder / scenario});
        EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
        const std::regex told{R"(([0-9.]+) s .*first step)"};
        std::smatch found;
        EXPECT_TRUE(std::regex_search(run.out, found, told)) << run.out;
        return std::stod(found[1]);
    };
    EXPECT_GE(first_step("late.yaml"), 4.0);
    EXPECT_LT(first_step("early.yaml"), 4.0);
}

TEST(RealTimeProcess, needs_a_broker_that_it_can_reach) {
    const TemporaryFolder folder;
    write_file(folder / "internal.yaml",
               "name: No broker\nversion: 1\npace: real\nbroker: internal\ndevices:\n  boiler: {model: process, time: "
               "real, command: /bin/true, mac: 5c:cf:7f:0b:58:3b}\nsteps:\n  - wait: 1ms\n");
    const auto run = otbench({"run", folder / "internal.yaml"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.out + run.err, HasSubstr("device 'boiler' cannot reach the broker 'internal' (expected mosquitto"));
}

// ---- mistakes ----

TEST(ExternalDevice, needs_the_broker_that_it_is_connected_to) {
    const auto run = otbench({"run", library_scenario("ping.yaml"), "--device", "boiler=external:tcp:127.0.0.1:1"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_EQ(run.err,
              "otbench run: --device: boiler=external:tcp:127.0.0.1:1: unknown broker of the board (expected --broker, "
              "for example mqtt://192.168.0.2)\n");
}

struct Mistake {
    const char* name;
    const char* pace;
    const char* device;
    const char* message;
};

class OutsideMistake : public testing::TestWithParam<Mistake> {};

TEST_P(OutsideMistake, is_answered_by_what_was_expected) {
    const TemporaryFolder folder;
    write_file(folder / "mistake.yaml", std::string{"name: Mistake\nversion: 1\npace: "} + GetParam().pace +
                                            "\ndevices:\n  boiler: {mac: 5c:cf:7f:0b:58:3b, " + GetParam().device +
                                            "}\nsteps:\n  - wait: 1ms\n");
    const auto run = otbench({"validate", folder / "mistake.yaml"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.out + run.err, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Device, OutsideMistake,
    testing::Values(
        Mistake{"virtual_time", "virtual", "model: process, time: real, command: /bin/true",
                "this device works in real time (expected 'pace: real')"},
        Mistake{"placeholder", "real", "model: process, time: real, command: [/bin/echo, '{ptty}']",
                ":5:85: unknown placeholder '{ptty}'; did you mean '{pty}'?"},
        Mistake{"placeholder_of_a_variable", "real",
                "model: process, time: real, command: /bin/true, env: {A: 'mqtt://{broker_hots}'}",
                ":5:93: unknown placeholder '{broker_hots}'; did you mean '{broker_host}'?"},
        Mistake{"no_line", "real", "model: external", "an external device needs 'uart'"},
        Mistake{"no_program", "real", "model: process, time: real", "a process needs a command"},
        Mistake{"time_of_the_model", "real", "model: otb-iot, time: real", "only a process has a time"},
        Mistake{"time", "real", "model: process, time: later, command: /bin/true",
                "invalid time 'later' (expected virtual or real)"},
        Mistake{"environment", "virtual", "model: process, command: /bin/true, env: {A: b}",
                "'env' needs a device in real time"},
        Mistake{"message_in_virtual_time", "virtual", "model: process, command: /bin/true, ready: {topic: a}",
                "expected a time since the start, such as 2s; a message or a log needs time: real"},
        Mistake{"ready_of_the_model", "virtual", "model: otb-iot, ready: 2s",
                "only a process or an external device has 'ready'"},
        Mistake{"two_ways_to_be_ready", "real",
                "model: process, time: real, command: /bin/true, ready: {topic: a, log: b}",
                "expected either a topic or a log"},
        Mistake{"no_way_to_be_ready", "real", "model: process, time: real, command: /bin/true, ready: {payload: a}",
                "expected either a topic or a log"},
        Mistake{"payload_of_a_log", "real",
                "model: process, time: real, command: /bin/true, ready: {log: a, payload: b}",
                "a payload needs a topic"},
        Mistake{"log_of_a_board", "real", "model: external, uart: {on: 'pty:'}, ready: {log: a}",
                "only a process has a log"},
        Mistake{"expression", "real", "model: process, time: real, command: /bin/true, ready: {log: '('}", "missing )"},
        Mistake{"switch_of_a_process", "real", "model: process, time: real, command: /bin/true, power: {on: a, off: b}",
                "only an external device has a power switch"},
        Mistake{"half_a_switch", "real", "model: external, uart: {on: 'pty:'}, power: {on: a}", "'off'"},
        Mistake{"model", "virtual", "model: extern", "unknown device model 'extern'"}),
    [](const auto& mistake) { return std::string{mistake.param.name}; });

TEST(RealTimeProcess, may_have_other_words_between_braces) {
    const TemporaryFolder folder;
    write_file(
        folder / "script.yaml",
        "name: Script\nversion: 1\npace: real\ndevices:\n  boiler: {mac: 5c:cf:7f:0b:58:3b, model: process, time: "
        "real, command: [awk, '{print} {a = 1}', '{pty}'], env: {A: '{}'}}\nsteps:\n  - wait: 1ms\n");
    const auto run = otbench({"validate", folder / "script.yaml"});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

TEST(ExternalDevicePlace, must_be_an_endpoint) {
    const auto run = otbench({"run", library_scenario("ping.yaml"), "--device", "boiler=external:usb"});
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_THAT(run.err, HasSubstr("otbench run: --device: "));
}

// ---- a real device ----

class ExternalDevice : public testing::TestWithParam<const char*> {};

TEST_P(ExternalDevice, passes_a_scenario_of_the_library_as_it_is) {
    const StandIn device;
    const auto run = otbench({"run", library_scenario(GetParam()), "--broker", device.broker_url(), "--device",
                              "boiler=external:pty:" + device.serial_port()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

TEST(ExternalDeviceSteps, that_need_what_is_outside_are_skipped_with_the_reason) {
    const StandIn device;
    const TemporaryFolder folder;
    write_file(
        folder / "steps.yaml",
        "name: Out of reach\nversion: 2\ndevices: {boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b}}\n"
        "bus: {converter: {supply: 36 V, tx: boiler.gpio15, rx: boiler.gpio13}}\nsteps:\n"
        "  - mqtt-faults: {latency: 20ms}\n  - link: wifi down\n  - http: GET /\n  - {pin: boiler.gpio4, level: low}\n"
        "  - {publish: trigger/ping, expect: ok:pong}\n");
    const auto run = otbench({"run", folder / "steps.yaml", "--broker", device.broker_url(), "--device",
                              "boiler=external:pty:" + device.serial_port()});
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(run.out,
                HasSubstr("link wifi down\n                 note: skipped: the network of 'boiler' is outside"));
    for (const std::string part : {"network", "HTTP server", "pin"})
        EXPECT_THAT(run.out, HasSubstr("skipped: the " + part + " of 'boiler' is outside the bench"));
}

/// A scenario that cuts the power of a board by commands, or has none for it.
ProgramResult cut_power(const TemporaryFolder& folder, const std::string& power) {
    write_file(
        folder / "power.yaml",
        "name: Power\nversion: 1\npace: real\ndevices:\n  boiler: {model: external, mac: 5c:cf:7f:0b:58:3b, ready: "
        "1ms, uart: {on: 'pty:" +
            (folder / "line") + "'}" + power + "}\nsteps:\n  - power-cycle: boiler\n");
    return otbench({"run", folder / "power.yaml"});
}

TEST(ExternalDevicePower, is_switched_off_and_on_at_the_start_and_in_a_power_cycle_step) {
    const TemporaryFolder folder;
    const std::string log = folder / "switched";
    const auto run = cut_power(folder, ", power: {on: [/bin/sh, -c, 'echo on >> " + log +
                                           "'], off: [/bin/sh, -c, 'echo off >> " + log + "']}");
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_EQ(read_file(log), "off\non\noff\non\n");
}

TEST(ExternalDevicePower, ends_the_run_with_the_command_when_the_switch_fails) {
    const TemporaryFolder folder;
    const auto run = cut_power(folder, ", power: {on: /bin/true, off: [/bin/sh, -c, exit 7]}");
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.out + run.err, HasSubstr("device 'boiler': power: '/bin/sh -c exit 7' ended with exit code 7"));
}

TEST(ExternalDevicePower, stays_as_it_is_without_a_switch_and_the_step_says_so) {
    const TemporaryFolder folder;
    const auto run = cut_power(folder, "");
    EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
    EXPECT_THAT(run.out, HasSubstr("skipped: 'boiler' has no 'power' that switches it off and on"));
}

INSTANTIATE_TEST_SUITE_P(Library, ExternalDevice,
                         testing::Values("cf_echo_2_read.yaml", "changed_energy.yaml", "cut_cable.yaml",
                                         "encrypted_meter.yaml", "five_unit_loads.yaml", "odd_inputs.yaml", "ping.yaml",
                                         "r5_removed.yaml", "silence.yaml"),
                         [](const auto& scenario) {
                             const std::string name = scenario.param;
                             return name.substr(0, name.find('.'));
                         });

}  // namespace
}  // namespace otbench::tests
