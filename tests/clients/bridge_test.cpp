#include <gmock/gmock.h>

#include <boost/process/child.hpp>
#include <boost/process/io.hpp>
#include <boost/process/search_path.hpp>
#include <memory>

#include "tests/clients/bridged_run.hpp"
#include "tests/support/emulator.hpp"

// Scenarios bridged to other processes: emulated meters, masters in Python, socat between them.

namespace otbench::tests {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::HasSubstr;
using testing::Not;

const std::string python = "/usr/bin/python3";  // Debian's, which has python3-serial
const std::string nke = "1040014116";
const std::string read = "107b017c16";

const std::string device = R"(
devices:
  boiler: {model: otb-iot, mac: 5c:cf:7f:0b:58:3b)";
const std::string begin_serial = R"(
  - publish: set/config/serial/tx/15
    expect: ok
  - publish: set/config/serial/rx/13
    expect: ok
  - publish: set/config/serial/speed/2400
    expect: ok
  - publish: set/config/serial/enable
    expect: ok
)";
const std::string read_meter = R"(
  - publish: trigger/serial/send/105b015c16
    expect: ok
  - wait: {until: bus idle for 1s, within: 10s}
  - publish: trigger/serial/buffer/dump
  - wait: 300ms
  - decode: last dump
    expect:
      id: 14273160
      manufacturer: ACW
      energy: 5000 kWh
      volume: 1638.0 m3
      flow-temperature: {value: 15.3 C, tolerance: 0.05 C}
      power: value during error state
)";

std::string head(const std::string& broker = "internal") {
    return "name: A bridged bus\nversion: 1\npace: real\nwithin: 20s\nbroker: " + broker + "\n";
}

std::string bus_with(const std::string& bridge) {
    return "\nbus:\n  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n  cable: {length: 20 m}\n  bridge: {" +
           bridge + "}\nsteps:\n";
}

/// What a master written in Python reads at `port`.
nlohmann::json talk(const std::string& port, const std::vector<std::string>& requests) {
    std::vector<std::string> arguments{port, "2400", "N"};
    arguments.insert(arguments.end(), requests.begin(), requests.end());
    return run_client(python, "serial_client.py", arguments);
}

TEST(Bridge, reads_a_meter_of_another_process_through_socat_firmware_and_mosquitto) {
    const Emulator meters{{"itron-cf-echo-2@1,energy=5 MWh", "--on", "pty:FOLDER/meter"}};
    BridgedRun run{head("mosquitto") + device + "}" + bus_with("on: pty:FOLDER/bench, as: slave") +
                   "  - wait: {until: outside connected}" + begin_serial + read_meter};
    namespace bp = boost::process;
    bp::child socat{bp::search_path("socat"), meters.path("meter") + ",rawer", run.path("bench") + ",rawer",
                    bp::std_err > bp::null};
    EXPECT_EQ(run.finish(), 0) << run.told() << meters.log();
    EXPECT_THAT(meters.log(), HasSubstr("> itron-cf-echo-2 REQ_UD2 10 5b 01 5c 16"));
    const auto bridge = run.result().at("bridges").at(0);
    EXPECT_EQ(bridge.at("role"), "slave");
    EXPECT_EQ(bridge.at("octets_out"), 5);
    EXPECT_EQ(bridge.at("octets_in"), 83);
    EXPECT_GE(bridge.at("late_median_ms"), 0.0);
    EXPECT_GE(bridge.at("late_max_ms"), bridge.at("late_p99_ms"));
    EXPECT_GE(bridge.at("late_p99_ms"), bridge.at("late_median_ms"));
    EXPECT_THAT(bridge.at("messages").at(0), HasSubstr(" connected at "));
    EXPECT_THAT(run.told(), HasSubstr("later than on a wire by: median"));
    socat.terminate();
}

TEST(Bridge, runs_the_shipped_scenario_with_a_virtual_meter_in_the_place_of_the_real_one) {
    const Emulator meters{{"itron-cf-echo-2@1", "--on", "pty:FOLDER/meter"}};
    BridgedRun run{shipped_bridge("real_meter.yaml", "on: pty:/tmp/otbench-meter", "on: pty:" + meters.path("meter"))};
    EXPECT_EQ(run.finish(), 0) << run.told() << meters.log();
    EXPECT_THAT(run.told(), AllOf(HasSubstr("ACW"), HasSubstr("851.250 m3")));
}

TEST(Bridge, runs_the_shipped_scenario_with_virtual_meters_behind_the_device_s_uart) {
    const Emulator meters{{"itron-cf-echo-2@1", "--on", "pty:FOLDER/meter"}};
    BridgedRun run{
        shipped_bridge("real_converter.yaml", "uart: pty:/tmp/otbench-uart", "uart: pty:" + meters.path("meter"))};
    EXPECT_EQ(run.finish(), 0) << run.told() << meters.log();
    EXPECT_THAT(meters.log(), HasSubstr("REQ_UD2 10 5b 01 5c 16"));
}

TEST(Bridge, removes_the_echo_of_an_external_converter_on_request) {
    const Emulator meters{{"itron-cf-echo-2@1,energy=5 MWh", "--echo", "--on", "tcp-listen:127.0.0.1:0"}};
    BridgedRun run{head() + device + "}" + bus_with("on: tcp:127.0.0.1:" + meters.port() + ", as: slave, echo: true") +
                   begin_serial.substr(1) + read_meter};
    EXPECT_EQ(run.finish(), 0) << run.told() << meters.log();
    EXPECT_EQ(run.result().at("bridges").at(0).at("octets_in"), 83);
}

TEST(Bridge, lets_an_external_master_read_changing_virtual_meters) {
    BridgedRun run{head() + R"(
bus:
  cable: {length: 350 m}
  bridge: {on: pty:FOLDER/master, as: master}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1, values: {energy: 5 MWh}}
steps:
  - wait: 600ms
  - wait: {until: outside connected}
  - wait: {until: outside gone}
  - meter: heat
    set: {mute: yes}
  - wait: {until: outside connected}
  - wait: {until: outside gone}
)"};
    const auto heard = talk(run.path("master"), {"+0.7:" + nke, read});
    EXPECT_EQ(heard[0]["octets"], "e5");
    EXPECT_THAT(heard[1]["octets"].get<std::string>(), HasSubstr("0407f4010000"));  // 500 * 10 kWh
    const double character = 11 / 2400.0, response_delay = 0.040;
    EXPECT_GE(heard[1]["times"][0].get<double>(), 6 * character + response_delay - 0.0001);
    EXPECT_GE(heard[1]["times"][82].get<double>(), 88 * character + response_delay - 0.0001);
    run.wait_for_line("meter heat");
    EXPECT_EQ(talk(run.path("master"), {nke})[0]["octets"], "");
    EXPECT_EQ(run.finish(), 0) << run.told();
    EXPECT_EQ(run.result().at("bridges").at(0).at("messages").size(), 4u);
}

TEST(Bridge, serves_a_master_over_tcp) {
    BridgedRun run{head() + R"(
bus:
  converter: {supply: 30 V}
  bridge: {on: "tcp-listen:127.0.0.1:0", as: master}
  meters:
    heat: {profile: itron-cf-echo-2, address: 1}
steps:
  - wait: {until: outside connected}
  - wait: {until: outside gone}
)"};
    EXPECT_EQ(talk("socket://127.0.0.1:" + run.port(), {"+0.7:" + nke})[0]["octets"], "e5");
    EXPECT_EQ(run.finish(), 0) << run.told();
}

TEST(Bridge, continues_without_the_meters_and_finds_them_when_they_return) {
    TemporaryFolder folder;
    const auto emulator = [&] {
        return std::make_unique<Emulator>(
            std::vector<std::string>{"itron-cf-echo-2@1,energy=5 MWh", "--on", "pty:" + (folder / "meter")});
    };
    auto meters = emulator();
    BridgedRun run{head() + device + ", uart: {on: \"pty:" + (folder / "meter") + "\"}}\nsteps:\n" +
                   "  - wait: {until: outside connected}\n  - note: take it away\n  - wait: {until: outside gone}\n"
                   "  - note: bring it back\n  - wait: {until: outside connected}" +
                   begin_serial + R"(
  - publish: trigger/serial/send/1040014116
    expect: ok
  - wait: 1s
  - publish: trigger/serial/buffer/dump
    expect: "ok:e5/xx"
)"};
    run.wait_for_line("take it away");
    EXPECT_EQ(meters->stop(), 0);
    run.wait_for_line("bring it back");
    meters = emulator();
    EXPECT_EQ(run.finish(), 0) << run.told() << meters->log();
    const auto messages = run.result().at("bridges").at(0).at("messages");
    ASSERT_EQ(messages.size(), 3u);
    EXPECT_THAT(messages[1], HasSubstr("disconnected at"));
}

TEST(Bridge, reports_bytes_that_were_sent_without_a_connected_peer) {
    BridgedRun run{head() + device + "}" + bus_with("on: pty:FOLDER/meter, as: slave") + begin_serial.substr(1) + R"(
  - publish: trigger/serial/send/105b015c16
    expect: ok
  - wait: {until: outside connected, within: 1s}
)"};
    EXPECT_EQ(run.finish(), 1);
    EXPECT_EQ(run.result().at("bridges").at(0).at("unheard"), 5);
    EXPECT_THAT(run.told(), AllOf(HasSubstr("5 bytes sent while no peer was connected"), HasSubstr("no peer on pty:")));
}

TEST(Bridge, is_refused_at_another_pace_or_without_its_endpoint) {
    TemporaryFolder folder;
    const std::string file = folder / "x.yaml";
    const auto run = [&](int exit_code, const std::string& on, const std::vector<std::string>& options = {}) {
        write_file(file, head() + "bus:\n  bridge: {on: \"" + on + "\", as: master}\nsteps:\n  - note: done\n");
        std::vector<std::string> arguments{"run", file};
        arguments.insert(arguments.end(), options.begin(), options.end());
        const auto result = run_program(built_program("otbench"), arguments);
        EXPECT_EQ(result.exit_code, exit_code) << result.out;
        return result.err;
    };
    EXPECT_THAT(run(2, "pty", {"--pace", "virtual"}), HasSubstr("bridges work in real time (expected real)"));
    EXPECT_THAT(run(3, "serial:/nowhere/tty"), HasSubstr("x.yaml:7:11: serial:/nowhere/tty: cannot open it"));
    EXPECT_THAT(run(3, "pty:/nowhere/link"), HasSubstr("x.yaml:7:11: pty:/nowhere/link: cannot make the link"));
}

}  // namespace
}  // namespace otbench::tests
