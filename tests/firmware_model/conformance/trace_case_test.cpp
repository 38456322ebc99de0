#include "firmware_model/conformance/trace_case.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

boost::system::result<TraceCase, std::string> parse(const std::string& text) {
    std::istringstream json{text};
    return TraceCase::parse(json);
}

/// The case with the one step `step` after its power-on.
boost::system::result<TraceCase, std::string> parse_step(const std::string& step) {
    return parse(R"({"name": "x", "steps": [{"op": "power_on"}, )" + step + "]}");
}

template <typename Action>
Action action_of(const std::string& step) {
    return std::get<Action>(parse_step(step)->steps.at(1).action);
}

TEST(TraceCase, uses_the_configured_values_and_defaults_for_the_others) {
    const auto read = parse(R"({"config": {"mac": "5c:cf:7f:00:00:01", "loc2": "attic", "broker_up": false,
                                           "record_pins": [13]}, "steps": [{"op": "power_on"}]})");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->device.mac, "5c:cf:7f:00:00:01");
    EXPECT_EQ(read->device.locations[1], "attic");
    EXPECT_EQ(read->device.mqtt_server, "192.168.1.10");
    EXPECT_FALSE(read->network.broker_up);
    EXPECT_TRUE(read->network.wifi_up);
    EXPECT_EQ(read->recorded_pins, std::vector<int>{13});
}

TEST(TraceCase, reads_strings_as_one_octet_a_character) {
    const auto delivery = action_of<TraceCase::Deliver>(R"({"op": "mqtt", "topic": "/\u00ff", "payload": "a\u0080"})");
    EXPECT_EQ(std::get<mqtt::Publish>(delivery.packets.at(0)).topic, "/\xff");
    EXPECT_EQ(std::get<mqtt::Publish>(delivery.packets.at(0)).payload, "a\x80");
}

TEST(TraceCase, turns_octets_into_edges) {
    const auto drive = action_of<TraceCase::DriveEdges>(
        R"({"op": "rx_serial", "pin": 13, "baud": 1000, "format": "8N1", "hex": "ff", "start_us": 500})");
    ASSERT_EQ(drive.edges.size(), 3U);
    EXPECT_TRUE(drive.edges[0].level);  // idle
    EXPECT_EQ(drive.edges[1].at, 500us);
    EXPECT_EQ(drive.edges[2].at, 1500us);  // the start bit alone is low
}

TEST(TraceCase, inverts_the_line_during_a_glitch) {
    const auto drive = action_of<TraceCase::DriveEdges>(
        R"({"op": "rx_serial", "pin": 13, "baud": 1000, "format": "8N1", "hex": "ff", "start_us": 500,
            "glitches": [{"at_us": 700, "width_us": 100}]})");
    ASSERT_EQ(drive.edges.size(), 5U);
    EXPECT_EQ(drive.edges[2].at, 700us);
    EXPECT_TRUE(drive.edges[2].level);
    EXPECT_FALSE(drive.edges[3].level);
}

TEST(TraceCase, explains_what_it_cannot_play) {
    EXPECT_EQ(parse("{").error().rfind("parse error at line 1, column 2", 0), 0U);
    for (const char* none : {"[]", "{}", R"({"steps": 7})"}) EXPECT_EQ(parse(none).error(), "expected a list 'steps'");
    for (const char* dead : {R"({"steps": []})", R"({"steps": [{"op": "advance"}]})"}) {
        EXPECT_EQ(parse(dead).error(), "step 0: expected power_on");
    }
    EXPECT_EQ(parse_step(R"({"op": "rx_serial", "pin": 13, "hex": "00"})").error(), "step 1: key 'baud' not found");
    EXPECT_FALSE(parse_step(R"({"op": "pin_level", "pin": 17, "level": 0})"));
    EXPECT_FALSE(parse_step(R"({"op": "rx_serial", "pin": 13, "baud": 0, "hex": "00"})"));
    EXPECT_FALSE(parse_step(R"({"op": "rx_serial", "pin": 13, "baud": 2400, "hex": "zz"})"));
    EXPECT_EQ(parse_step(R"({"op": "fly"})").error(), "step 1: unsupported operation 'fly'");
    EXPECT_EQ(parse(R"({"config": {"board": "avr"}, "steps": [{"op": "power_on"}]})").error(), "unknown board 'avr'");
}

TEST(TraceCase, refuses_numbers_outside_their_range_and_names_it) {
    for (const char* time : {"-1e6", "1e18", "1e300"}) {
        const auto error = parse_step(std::string{R"({"op": "advance", "then_us": )"} + time + "}").error();
        EXPECT_NE(error.find("step 1: invalid then_us"), std::string::npos) << error;
        EXPECT_NE(error.find("(expected a number from 0 to 10000000000000)"), std::string::npos) << error;
    }
    EXPECT_EQ(parse_step(R"({"op": "mqtt", "topic": "t", "qos": 300})").error(),
              "step 1: invalid qos 300 (expected a whole number from 0 to 255)");
    EXPECT_EQ(parse(R"({"config": {"rssi": 1e30}, "steps": [{"op": "power_on"}]})").error(),
              "invalid rssi 1e+30 (expected a whole number from -2147483648 to 2147483647)");
    EXPECT_FALSE(parse(R"({"steps": [{"op": "power_on", "then_us": 9e12}, {"op": "advance", "then_us": 9e12}]})"));
}

TEST(TraceCase, reads_what_only_step_lists_of_defects_need) {
    const auto batch =
        parse_step(R"({"op": "mqtt_batch", "messages": [{"puback": 9}, {"topic": "t", "retain": true}]})");
    ASSERT_TRUE(batch) << batch.error();
    const auto& packets = std::get<TraceCase::Deliver>(batch->steps.at(1).action).packets;
    EXPECT_EQ(std::get<mqtt::Puback>(packets.at(0)).packet_id, 9);
    EXPECT_TRUE(std::get<mqtt::Publish>(packets.at(1)).retain);
    EXPECT_TRUE(parse_step(R"({"op": "wifi_drop"})"));
}

}  // namespace
}  // namespace otbench::firmware
