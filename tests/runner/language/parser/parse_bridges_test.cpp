#include <gtest/gtest.h>

#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

using sim::BridgeRole;

constexpr std::string_view wires = "  converter: {tx: boiler.gpio15, rx: boiler.gpio13}\n";  // line 7

/// A scenario at real pace whose bus has one more entry, in line 8.
std::string with_bridge(std::string_view entry) {
    return "pace: real\n" + support::with_bus(std::string{wires} + std::string{entry});
}

/// A scenario at real pace whose device has one more key; its `{` is in line 5, column 11.
std::string with_uart(std::string_view key, std::string_view rest = "steps: [note: done]\n") {
    return "pace: real\nname: A test\nversion: 1\ndevices:\n  boiler: {model: otb-iot, mac: 5ccf7f0b583b, " +
           std::string{key} + "}\n" + std::string{rest};
}

std::string without_devices(std::string_view steps, std::string_view as = "master") {
    return "name: A test\nversion: 1\npace: real\nbus:\n  bridge: {on: pty, as: " + std::string{as} + "}\n" +
           "steps:\n" + std::string{steps};
}

TEST(ParseBridges, takes_a_place_for_real_meters) {
    const auto scenario = support::sound(with_bridge("  bridge: {on: pty:/tmp/meter, as: slave}\n"));
    ASSERT_EQ(scenario.buses.at(0).bridges.size(), 1u);
    const Bridge& bridge = scenario.buses.at(0).bridges[0];
    EXPECT_EQ(bridge.settings.role, BridgeRole::slave);
    EXPECT_EQ(bridge.settings.endpoint.path, "/tmp/meter");
    EXPECT_EQ(bridge.settings.format.baud, 2400);
    EXPECT_EQ(bridge.settings.format.parity, bus::Parity::even);
    EXPECT_FALSE(bridge.settings.echo);
    EXPECT_EQ(bridge.unit_loads, 1.0);
    EXPECT_TRUE(scenario.has_bridges());
}

TEST(ParseBridges, reads_the_format_of_the_line) {
    const auto scenario = support::sound(
        with_bridge("  bridge: {on: tcp-listen:127.0.0.1:0, as: slave, baud: 300, parity: none, echo: true, "
                    "unit-loads: 2}\n"));
    const Bridge& bridge = scenario.buses.at(0).bridges.at(0);
    EXPECT_EQ(bridge.settings.format.baud, 300);
    EXPECT_EQ(bridge.settings.format.parity, bus::Parity::none);
    EXPECT_TRUE(bridge.settings.echo);
    EXPECT_EQ(bridge.unit_loads, 2.0);
}

TEST(ParseBridges, takes_several_with_one_master_among_them) {
    const auto scenario = support::sound(
        "name: A test\nversion: 1\npace: real\nbus:\n"
        "  bridge: [{on: pty:/tmp/a, as: master}, {on: pty:/tmp/b, as: slave}]\n"
        "steps: [wait: {until: outside connected}]\n");
    EXPECT_EQ(scenario.buses.at(0).bridges.size(), 2u);
    EXPECT_TRUE(scenario.buses.at(0).has_outside_master());
    EXPECT_TRUE(scenario.buses.at(0).bridges[0].settings.echo);  // as on the real converter
    EXPECT_TRUE(scenario.devices.empty());
}

TEST(ParseBridges, waits_for_peers_by_either_name) {
    const auto scenario =
        support::sound(without_devices("  - wait: {until: peers connected, within: 5s}\n"
                                       "  - wait: {until: peers disconnected}\n"
                                       "  - wait: {until: outside connected}\n"
                                       "  - wait: {until: outside gone}\n"));
    ASSERT_EQ(scenario.steps.size(), 4U);
    EXPECT_EQ(scenario.steps[0].title, "wait until peers connected");
}

TEST(ParseBridges, runs_at_the_pace_of_the_wall_clock_alone) {
    const std::string why = "6:16: bridges such as pty:/tmp/meter work in real time (expected 'pace: real')";
    const std::string bridge = "  bridge: {on: pty:/tmp/meter, as: slave}\n";
    support::expect_answers(
        {{"virtual", support::with_bus("  bridge: {on: pty:/tmp/meter, as: slave}\n" + std::string{wires}), why}});
    for (const std::string pace : {"virtual", "x10", "x0.5"})
        EXPECT_EQ(support::complaints("pace: " + pace + "\n" + support::with_bus(std::string{wires} + bridge)).size(),
                  1u)
            << pace;
    EXPECT_TRUE(support::complaints("pace: x1\n" + support::with_bus(std::string{wires} + bridge)).empty());
}

TEST(ParseBridges, reports_an_invalid_bridge) {
    support::expect_answers({
        {"no endpoint", with_bridge("  bridge: {as: slave}\n"),
         "8:11: a bridge needs 'on': an endpoint such as pty:/tmp/meter or tcp-listen:127.0.0.1:10001"},
        {"no role", with_bridge("  bridge: {on: pty}\n"), "8:11: a bridge needs 'as': master or slave"},
        {"role", with_bridge("  bridge: {on: pty, as: meter}\n"),
         "8:25: invalid role 'meter' of a bridge (expected master or slave)"},
        {"endpoint", with_bridge("  bridge: {on: tty, as: slave}\n"),
         "8:16: invalid endpoint 'tty' (expected pty, pty:/path/link, serial:/dev/ttyUSB0?baud=2400&parity=even, "
         "tcp:host:port, rfc2217:host:port, tcp-listen:127.0.0.1:port, rfc2217-listen:127.0.0.1:port)"},
        {"parity", with_bridge("  bridge: {on: pty, as: slave, parity: mark}\n"),
         "8:40: invalid parity 'mark' (expected even, odd or none)"},
        {"key", with_bridge("  bridge: {on: pty, as: slave, eccho: true}\n"),
         "8:32: unknown key 'eccho' in a bridge; did you mean 'echo'?"},
        {"none", with_bridge("  bridge: []\n"), "8:11: a list of bridges needs at least one"},
    });
}

TEST(ParseBridges, lets_a_bus_have_one_master) {
    support::expect_answers({
        {"two bridges",
         "name: A test\nversion: 1\npace: real\nbus:\n  bridge:\n    - {on: pty, as: master}\n"
         "    - {on: pty, as: master}\nsteps: [note: done]\n",
         "7:7: another bridge is already the master of this bus"},
        {"a load", without_devices("  - note: done\n", "master, unit-loads: 2"),
         "5:45: 'unit-loads' applies to a bridge as slave only"},
    });
    EXPECT_EQ(support::complaints(with_bridge("  bridge: {on: pty, as: master}\n")),
              (std::vector<std::string>{"x.yaml:7:19: 'tx' is not used: a bridge is this converter's master",
                                        "x.yaml:7:38: 'rx' is not used: a bridge is this converter's master"}));
}

TEST(ParseBridges, needs_a_device_for_steps_of_one) {
    support::expect_answers({
        {"publish", without_devices("  - publish: trigger/ping\n"),
         "7:5: this step needs a device (expected 'devices' in the scenario)"},
        {"no bridge to wait for", support::with_steps("  - wait: {until: outside gone}\n"),
         "6:11: this condition needs a bridge (expected 'bridge' in the scenario)"},
        {"another condition", without_devices("  - wait: {until: outside there}\n"),
         "7:19: unknown wait condition 'outside there' (expected bus idle for 50ms, peers connected or peers "
         "disconnected)"},
    });
}

TEST(ParseUart, leads_where_the_device_has_its_m_bus) {
    const auto line = [](std::string_view keys) {
        return support::sound(with_uart(keys)).devices.at(0).uart.value_or(DeviceUart{}).line;
    };
    EXPECT_EQ(line("uart: pty:/tmp/uart"), DeviceUart::Line::pins);
    EXPECT_EQ(line("board: espi, hat: true, uart: pty"), DeviceUart::Line::hat);
    EXPECT_EQ(line("board: otbiot, mezzanine: true, uart: pty"), DeviceUart::Line::mezzanine);
    EXPECT_EQ(line("board: espi, hat: true, uart: {on: pty, port: console}"), DeviceUart::Line::console);
}

TEST(ParseUart, reads_its_format_and_pins) {
    const auto device =
        support::sound(with_uart("uart: {on: pty, tx: 4, rx: 5, baud: 9600, parity: odd, echo: true}")).devices.at(0);
    ASSERT_TRUE(device.uart);
    EXPECT_EQ(device.uart->tx, 4);
    EXPECT_EQ(device.uart->rx, 5);
    EXPECT_EQ(device.uart->settings.role, BridgeRole::uart);
    EXPECT_EQ(device.uart->settings.format.baud, 9600);
    EXPECT_EQ(device.uart->settings.format.parity, bus::Parity::odd);
    EXPECT_TRUE(device.uart->settings.echo);
    const auto console = support::sound(with_uart("uart: {on: pty, port: console}")).devices.at(0).uart;
    EXPECT_EQ(console->settings.format.baud, 115'200);
    EXPECT_EQ(console->settings.format.parity, bus::Parity::none);
}

TEST(ParseUart, answers_what_the_device_does_not_have) {
    support::expect_answers({
        {"endpoint", with_uart("uart: tty"),
         "5:53: invalid endpoint 'tty' (expected pty, pty:/path/link, serial:/dev/ttyUSB0?baud=2400&parity=even, "
         "tcp:host:port, rfc2217:host:port, tcp-listen:127.0.0.1:port, rfc2217-listen:127.0.0.1:port)"},
        {"hat", with_uart("uart: {on: pty, port: hat}"), "5:69: 'boiler' needs a hat (expected hat: true)"},
        {"port", with_uart("uart: {on: pty, port: softuart}"),
         "5:69: invalid port 'softuart' of a device (expected hat, mezzanine or console)"},
        {"flash pin", with_uart("uart: {on: pty, tx: 7}"),
         "5:67: gpio7 cannot be wired to the converter: it belongs to the flash memory; usable: gpio 0, 2, 4, 5, 12, "
         "13, 14, 15"},
        {"one pin", with_uart("uart: {on: pty, tx: 13}"), "5:53: tx and rx are both 13 (expected different pins)"},
        {"pins of a port", with_uart("uart: {on: pty, port: console, tx: 4}"),
         "5:82: 'tx' is not used: this UART has lines of its own"},
        {"wired twice",
         with_uart("uart: pty", "bus:\n  converter: {tx: boiler.gpio15, rx: boiler.gpio4}\nsteps: [note: done]\n"),
         "7:19: the 'uart' of 'boiler' already connects this line to an external peer"},
    });
}

}  // namespace
}  // namespace otbench::runner
