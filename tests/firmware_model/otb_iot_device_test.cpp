#include "firmware_model/otb_iot_device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "firmware_model/board/board_hardware.hpp"
#include "tests/firmware_model/device_bench.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class DeviceTest : public testing::Test, protected DeviceBench {
protected:
    void command(const std::string& payload) {
        network.deliver({mqtt::Publish{device.command_topic(), payload}});
        run_for(500ms);
    }
    /// Characters at UART 0, one right after the other at 115200 baud.
    void type(std::string_view text) {
        for (const char c : text) {
            device.hardware().uart0().receive(static_cast<std::uint8_t>(c), Cause::none);
            run_for(90us);
        }
    }
    [[nodiscard]] std::string last_reply() const { return events.of_kind("publish").back().text("payload"); }
    /// Sends `path` with each first text behind it; the second one is the reply.
    void expect_replies(const std::string& path, std::initializer_list<std::pair<const char*, const char*>> replies) {
        for (const auto& [end, reply] : replies) {
            command(path + end);
            EXPECT_EQ(last_reply(), reply) << path << end;
        }
    }
};

TEST_F(DeviceTest, is_silent_until_it_is_powered) {
    run_for(10s);
    EXPECT_TRUE(events.events.empty());
    EXPECT_FALSE(device.is_ready());
}

TEST_F(DeviceTest, has_its_names_without_power) {
    EXPECT_EQ(device.chip_id(), "5ccf7f2ab91c");
    EXPECT_EQ(device.root(), "otb-iot");
    EXPECT_EQ(device.command_topic(), "/otb-iot/5ccf7f2ab91c");
    EXPECT_EQ(device.status_topic(), "/otb-iot/5ccf7f2ab91c/status");
}

TEST_F(DeviceTest, is_ready_once_its_subscriptions_are_sent) {
    device.power_on();
    run_for(3750ms);
    EXPECT_FALSE(device.is_ready());
    run_for(50ms);
    EXPECT_TRUE(device.is_ready());
}

TEST_F(DeviceTest, answers_ping_and_names_the_command_as_the_cause) {
    device.power_on();
    run_for(5s);
    command("trigger/ping");
    const auto reply = events.of_kind("publish").back();
    EXPECT_EQ(reply.text("payload"), "ok:pong");
    EXPECT_EQ(events.at(reply.cause).kind, "command");
    EXPECT_EQ(events.at(reply.cause).text("payload"), "trigger/ping");
    const auto sent = events.of_kind("mqtt_tx");
    EXPECT_EQ(events.at(sent[sent.size() - 2].cause).text("payload"), "ok:pong");  // followed by its PUBREL
}

TEST_F(DeviceTest, tells_each_address_that_the_network_gave_it) {
    network.station = {"10.0.0.2", "255.0.0.0", "10.0.0.3", "10.0.0.4", "10.0.0.5"};
    device.power_on();
    run_for(5s);
    expect_replies("get/info/ip/", {{"ip", "ok:10.0.0.2"},
                                    {"mask", "ok:255.0.0.0"},
                                    {"gw", "ok:10.0.0.3"},
                                    {"dns1", "ok:10.0.0.4"},
                                    {"dns2", "ok:10.0.0.5"}});
}

TEST_F(DeviceTest, takes_any_location_of_an_ads_but_only_bits_for_its_numbers) {
    device.power_on();
    run_for(5s);
    expect_replies("set/config/ads/",
                   {{"48/loc/attic", "ok"}, {"48/mux/100", "ok"}, {"48/mux/2", "error:invalid_value"}});
}

TEST_F(DeviceTest, deletes_the_sensor_or_the_ads_that_is_named) {
    device.power_on();
    run_for(5s);
    for (const auto& [part, make] : {std::pair{"ds18b20/28-0115818f2dff", "/loft"}, {"ads/48", "/add"}}) {
        command(std::string{"set/config/"} + part + make);
        EXPECT_EQ(last_reply(), "ok") << part;
        command(std::string{"delete/config/"} + part);
        EXPECT_EQ(last_reply(), "ok") << part;
        command(std::string{"delete/config/"} + part);
        EXPECT_THAT(last_reply(), testing::StartsWith("error:unconfigured_")) << part;
    }
}

TEST_F(DeviceTest, does_not_find_its_network_after_a_wipe) {
    device.power_on();
    run_for(5s);
    command("trigger/wipe");
    run_for(10s);
    EXPECT_TRUE(events.of_kind("assert").empty());
    EXPECT_FALSE(device.is_ready());
}

TEST_F(DeviceTest, tests_one_led_until_it_is_told_to_stop) {
    device.power_on();
    run_for(5s);
    expect_replies("trigger/test/led/", {{"go/gpio14", "ok"},
                                         {"once/gpio14", "error:test_already_in_progress"},
                                         {"stop/gpio14", "ok"},
                                         {"once/gpio14", "ok"}});
}

TEST_F(DeviceTest, clears_nixie_tubes_without_switching_their_supply_off) {
    device.power_on();
    run_for(5s);
    const auto edges_of = [&](const std::string& payload) {
        const std::size_t before = events.of_kind("gpio_edge").size();
        command(payload);
        return events.of_kind("gpio_edge").size() - before;
    };
    const auto off = edges_of("trigger/nixie/show/__");
    command("trigger/nixie/power/on");
    const auto on = edges_of("trigger/nixie/show/__");
    EXPECT_NE(on, off);
    command("trigger/nixie/clear");
    EXPECT_EQ(edges_of("trigger/nixie/show/__"), on);
}

TEST_F(DeviceTest, refuses_colours_that_are_below_zero_or_longer_than_six_digits) {
    device.power_on();
    run_for(5s);
    for (const std::string colour : {"-1", "1000000", "1040fe3e16"}) {
        command("trigger/neo/solid/1/" + colour);
        EXPECT_EQ(last_reply(), "error:colour_out_of_range_000000-ffffff") << colour;
    }
    command("trigger/neo/solid/1/0xffffff");
    EXPECT_EQ(last_reply(), "ok");
}

TEST_F(DeviceTest, names_the_received_octets_in_a_dump) {
    device.power_on();
    run_for(5s);
    for (const auto* payload : {"set/config/serial/tx/15", "set/config/serial/rx/13", "set/config/serial/speed/300",
                                "set/config/serial/enable"}) {
        command(payload);
    }
    device.pins().set_external(13, device.cpu().now(), false, Cause{1});  // a break: one octet 00
    run_for(100ms);
    device.pins().set_external(13, device.cpu().now(), true, Cause{1});
    run_for(100ms);
    command("trigger/serial/buffer/dump");
    const auto dump = events.of_kind("publish").back();
    EXPECT_EQ(dump.text("payload"), "ok:00/xx");
    const auto carried = dump.causes("carries");
    ASSERT_EQ(carried.size(), 1U);
    EXPECT_EQ(events.at(carried[0]).kind, "softuart_rx");
    EXPECT_EQ(events.at(carried[0]).cause, Cause{1});
}

TEST_F(DeviceTest, drives_the_board_and_releases_it_when_it_restarts) {
    device.power_on();
    run_for(5s);
    EXPECT_EQ(device.pins().drive(15), PinDrive::output_low);
    EXPECT_EQ(device.pins().drive(2), PinDrive::output_high);
    device.power_on();
    run_for(1ms);
    EXPECT_EQ(device.pins().drive(15), PinDrive::floating);
}

TEST_F(DeviceTest, keeps_the_reboot_reason_over_a_restart_but_not_the_serial_settings) {
    device.power_on();
    run_for(5s);
    command("set/config/serial/tx/15");
    command("trigger/reset");
    run_for(10s);
    EXPECT_EQ(events.of_kind("boot").size(), 2U);
    command("get/config/serial/tx");
    EXPECT_EQ(last_reply(), "ok:-1");
    command("get/info/reason/reboot");
    EXPECT_EQ(last_reply(), "ok:mqtt_triggered_reset/reboot");
}

TEST_F(DeviceTest, publishes_the_temperature_of_a_sensor_that_is_attached) {
    device.parts().sensors = {{"28-0115818f2dff", 21.5}, {"28-0115818f2d00", -0.07}};
    device.power_on();
    run_for(5s);
    command("set/config/ds18b20/28-0115818f2dff/loft");
    command("get/sensor/temp/ds18b20/num");
    EXPECT_EQ(last_reply(), "ok:2");
    command("get/sensor/temp/ds18b20/value/0");
    EXPECT_EQ(last_reply(), "ok:-128");
    run_for(70s);
    const auto published = events.of_kind("publish");
    const auto& loft = published.at(published.size() - 2);
    EXPECT_EQ(loft.text("topic"), "/otb-iot/5ccf7f2ab91c/temp/loft/28-0115818f2dff");
    EXPECT_EQ(loft.text("payload"), "21.50");
    EXPECT_EQ(published.back().text("topic"), "/otb-iot/5ccf7f2ab91c/temp/28-0115818f2d00");
    EXPECT_EQ(published.back().text("payload"), "-0.06");
}

TEST_F(DeviceTest, reports_the_number_of_attempts_to_read_a_sensor) {
    device.parts().sensors = {{"28-0115818f2dff", 21.5}};
    device.parts().sensors[0].corrupted_readings = 2;
    device.power_on();
    run_for(70s);
    const auto published = events.of_kind("publish");
    const auto& retries = published.at(published.size() - 2);
    EXPECT_EQ(retries.text("topic"), "/otb-iot/5ccf7f2ab91c/error/temp/28-0115818f2dff");
    EXPECT_EQ(retries.text("payload"), "retries:2/final:21.50");
}

TEST_F(DeviceTest, restarts_after_an_assertion_and_stores_the_reason) {
    device.power_on();
    run_for(5s);
    command("trigger/assert");
    run_for(10s);
    EXPECT_EQ(events.of_kind("assert").size(), 1U);
    command("get/info/reason/reboot");
    EXPECT_EQ(last_reply(), "ok:util._assertion_failed");
}

TEST_F(DeviceTest, keeps_the_line_that_names_the_log_level_as_the_oldest_in_its_ring) {
    device.power_on();
    run_for(5s);
    command("get/info/logs/ram/14");
    EXPECT_EQ(last_reply(), "ok:\nlog_level_selected._info");
    command("get/info/logs/ram/15");
    EXPECT_EQ(last_reply(), "error:invalid_index");
}

/// What the real firmware answered where the model used to differ.
TEST_F(DeviceTest, answers_odd_arguments_as_the_real_firmware) {
    device.power_on();
    run_for(5s);
    expect_replies("", {
                           {"set/config/relay/1/num/13", "ok"},
                           {"set/config/relay/1/num/17", "ok"},
                           {"set/config/relay/1/type/otb", "ok"},
                           {"set/config/relay/1/num/13", "error:invalid_number_of_relays_13_(1-8)_for_otb-relay"},
                           {"set/config/relay/1/status", "error:status_invalid_for_otb-relay"},
                           {"trigger/neo/message/8x8/0/ff/1000/Hello1", "ok"},
                           {"trigger/neo/message/8x8x/0/ff/1000/hello", "ok"},
                           {"trigger/neo/message/9x9/0/zz/1/hello", "error:speed_out_of_range_3-10000_ms"},
                           {"trigger/neo/message/8x8/0/ff/1000/a[",
                            "error:invalid_char_91_1_in_message_-_only_a-z_and_underscore_(space)_supported"},
                           {"trigger/neo/rainbow/4", "ok"},
                           {"trigger/neo/bouncer/4", "error:missing_commands"},
                           {"trigger/neo/rounder/4/ff", "error:missing_commands"},
                           {"trigger/neo/rotate/9/4", "error:missing_commands"},
                           {"trigger/neo/rotateb/9/4", "error:missing_commands"},
                           {"trigger/neo/bounce/9/4", "error:missing_commands"},
                           {"trigger/gpio/pca/3/on", "error:invalid_val_provided"},
                           {"trigger/update/1.2.3.4/99999/x", "ok:ok"},
                       });
}

TEST_F(DeviceTest, crashes_over_the_power_on_state_of_a_relay_without_an_entry_before_its_log_leaves) {
    device.power_on();
    run_for(5s);
    const auto sent = events.of_kind("mqtt_tx").size();
    command("set/config/relay/3/pwr_on/current");
    run_for(700ms);
    EXPECT_EQ(events.of_kind("crash").size(), 1U);
    EXPECT_EQ(events.of_kind("boot").size(), 2U);
    EXPECT_EQ(events.of_kind("mqtt_tx").size(), sent);
}

TEST_F(DeviceTest, opens_a_menu_instead_of_booting_when_break_comes_first_at_the_console) {
    device.power_on();
    run_for(300ms);
    type("break");
    run_for(10s);
    EXPECT_TRUE(events.of_kind("wifi_hostname").empty());
    EXPECT_TRUE(events.of_kind("mqtt_tx").empty());
    run_for(292s);
    ASSERT_EQ(events.of_kind("reset").size(), 1U);
    const auto reset = events.of_kind("reset").front();
    EXPECT_EQ(reset.text("stored_reason"), "UTIL: Break timer popped");
    run_for(10s);
    EXPECT_TRUE(device.is_ready());
}

TEST_F(DeviceTest, boots_when_the_console_gets_something_else_or_at_another_time) {
    for (const auto& [before, text] :
         {std::pair{100ms, "break"}, {1260ms, "break"}, {300ms, "brea"}, {300ms, "xbreak"}, {300ms, "Break"}}) {
        device.power_on();
        run_for(before);
        type(text);
        run_for(5s);
        EXPECT_TRUE(device.is_ready()) << text << " after " << before.count() << " ms";
    }
}

TEST_F(DeviceTest, reports_an_update_without_a_server) {
    device.power_on();
    run_for(5s);
    command("trigger/update/192.168.1.5/80/new.bin");
    EXPECT_EQ(last_reply(), "ok:ok");
    command("trigger/update/192.168.1.5/80/new.bin");
    EXPECT_EQ(last_reply(), "error:update_already_in_progress");
    run_for(20s);
    EXPECT_EQ(last_reply(), "update:error:update_failed");
}

}  // namespace
}  // namespace otbench::firmware
