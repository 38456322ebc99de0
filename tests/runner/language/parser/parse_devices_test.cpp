#include "tests/runner/language/parser/parse_support.hpp"

namespace otbench::runner {
namespace {

std::string with_devices(std::string_view devices) {
    return "name: A\nversion: 1\ndevices:\n" + std::string{devices} + "steps: [note: done]\n";
}

TEST(ParseDevices, takes_a_mac_address_in_each_usual_form) {
    for (const char* mac : {"5c:cf:7f:0b:58:3b", "5C-CF-7F-0B-58-3B", "5ccf7f0b583b", "'5CCF7F0B583B'"}) {
        const auto scenario = support::sound(with_devices(std::string{"  a: {model: otb-iot, mac: "} + mac + "}\n"));
        ASSERT_EQ(scenario.devices.size(), 1U);
        EXPECT_EQ(scenario.devices[0].firmware.mac, "5ccf7f0b583b");
    }
}

TEST(ParseDevices, keeps_the_order_of_the_file) {
    const auto scenario = support::sound(
        with_devices("  z: {model: otb-iot, mac: 5ccf7f0b583b}\n  a: {model: otb-iot, mac: 5ccf7f0b583c}\n"));
    ASSERT_EQ(scenario.devices.size(), 2U);
    EXPECT_EQ(scenario.devices[0].name, "z");
    EXPECT_EQ(scenario.devices[1].at.line, 5);
}

TEST(ParseDevices, takes_a_board_with_what_is_plugged_on_and_stored) {
    const auto scenario = support::sound(
        with_devices("  a: {model: otb-iot, mac: 5ccf7f0b583b, board: espi, hat: true, fix: 'Q72, q14',\n"
                     "      assume: {P6: repeat}, flash: {server: hub, port: 8883, location-2: kitchen}}\n"));
    const auto& config = scenario.devices.at(0).firmware;
    EXPECT_EQ(config.board->name, "espi");
    EXPECT_TRUE(config.mbus_hat);
    EXPECT_EQ(config.options.fixes.text(), "Q14,Q72");
    EXPECT_EQ(config.options.scan_report, firmware::FirmwareOptions::ScanReport::repeat);
    EXPECT_EQ(config.mqtt_server, "hub");
    EXPECT_EQ(config.mqtt_port, 8883);
    EXPECT_EQ(config.locations[1], "kitchen");
}

TEST(ParseDevices, answers_boards_fixes_and_stored_texts_that_cannot_be) {
    const auto with = [](std::string_view more) {
        return with_devices("  a: {model: otb-iot, mac: 5ccf7f0b583b, " + std::string{more} + "}\n");
    };
    support::expect_answers({
        {"board", with("board: espy"), "4:49: unknown board 'espy'; did you mean 'espi'?"},
        {"hat", with("hat: true"), "4:47: this board does not support a hat (expected board espi)"},
        {"mezzanine", with("mezzanine: true"), "4:53: this board does not support a mezzanine (expected board otbiot)"},
        {"fix", with("fix: Q99"), "4:47: unknown quirk 'Q99' (expected Q1 to Q90 with commas between, or all)"},
        {"assume", with("assume: {P6: thrice}"), "4:51: P6: invalid value 'thrice' (expected once, repeat)"},
        {"port", with("flash: {port: 0}"), "4:56: invalid port '0' (expected 1 to 65535)"},
        {"user", with("flash: {mqtt-user: " + std::string(32, 'u') + "}"),
         "4:61: '" + std::string(32, 'u') + "' has 32 characters; the device stores 31"},
    });
}

TEST(ParseDevices, answers_bad_devices) {
    const auto mac = [](std::string_view text) {
        return with_devices("  a: {model: otb-iot, mac: " + std::string{text} + "}\n");
    };
    const std::string advice = "(expected six pairs of hexadecimal digits such as 5c:cf:7f:0b:58:3b)";
    support::expect_answers({
        {"none", with_devices("  {}\n"), "4:3: a scenario needs at least one device"},
        {"list", with_devices("  [a]\n"), "4:3: 'devices' must be a mapping of device names, not a list"},
        {"text", with_devices("  a: otb-iot\n"), "4:6: a device must be a mapping, not text"},
        {"name", with_devices("  a.b: {model: otb-iot, mac: 5ccf7f0b583b}\n"),
         "4:3: invalid name 'a.b' (expected letters, digits, '-' and '_', at most 64)"},
        {"name twice",
         with_devices("  a: {model: otb-iot, mac: 5ccf7f0b583b}\n  a: {model: otb-iot, mac: 5ccf7f0b583c}\n"),
         "5:3: 'a' is already given in line 4; only one of them can count"},
        {"mac twice",
         with_devices("  a: {model: otb-iot, mac: 5ccf7f0b583b}\n  b: {model: otb-iot, mac: 5CCF7F0B583B}\n"),
         "5:3: 'b' has the MAC address of 'a' (expected different addresses)"},
        {"model", with_devices("  a: {model: otbiot, mac: 5ccf7f0b583b}\n"),
         "4:14: unknown device model 'otbiot'; did you mean 'otb-iot'?"},
        {"no mac", with_devices("  a: {model: otb-iot}\n"),
         "4:6: a device needs 'mac': a MAC address such as 5c:cf:7f:0b:58:3b"},
        {"short mac", mac("5c:cf:7f"), "4:28: invalid MAC address '5c:cf:7f' " + advice},
        {"no hex", mac("5c:cf:7f:0b:58:3g"), "4:28: invalid MAC address '5c:cf:7f:0b:58:3g' " + advice},
        {"mixed separators", mac("5c:cf-7f:0b:58:3b"), "4:28: invalid MAC address '5c:cf-7f:0b:58:3b' " + advice},
    });
}

}  // namespace
}  // namespace otbench::runner
