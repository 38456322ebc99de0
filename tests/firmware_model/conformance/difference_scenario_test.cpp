#include "firmware_model/conformance/difference_scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace otbench::firmware {
namespace {

std::optional<std::string> scenario(const std::vector<std::string>& steps, const std::string& lines) {
    std::istringstream trace{lines};
    return scenario_of({"seed-7: A and B differ", ", fix: \"Q14\"", {"first difference"}, steps}, trace);
}

const std::string ping = R"({"op":"mqtt","topic":"/otb-iot/5ccf7f2ab91c","payload":"trigger/ping","then_us":40000})";
const std::string pong =
    R"({"t_us":8,"step":1,"kind":"mqtt_tx","type":"PUBLISH","topic":"/otb-iot/5ccf7f2ab91c/status","payload":"ok:pong"})"
    "\n";

TEST(DifferenceScenario, publishes_the_commands_and_expects_the_replies_of_the_trace) {
    EXPECT_EQ(scenario({ping, ping}, pong),
              "# first difference\n"
              "name: \"seed-7: A and B differ\"\n"
              "version: 2\n"
              "broker: internal\n"
              "within: 20s\n"
              "\n"
              "devices:\n"
              "  boiler: {model: otb-iot, mac: 5c:cf:7f:2a:b9:1c, fix: \"Q14\"}\n"
              "\n"
              "steps:\n"
              "  - publish: \"trigger/ping\"\n"
              "    expect: \"ok:pong\"\n"
              "  - wait: 40000us\n"
              "  - publish: \"trigger/ping\"\n"
              "  - wait: 40000us\n");
}

TEST(DifferenceScenario, expects_several_replies_in_their_order_and_no_repeated_packets) {
    std::string second = pong, repeated = pong, elsewhere = pong;
    second.replace(second.find("ok:pong"), 7, "ok:more");
    repeated.insert(repeated.find('}'), R"(,"dup":true)");
    elsewhere.replace(elsewhere.find("/status"), 7, "/statue");
    EXPECT_THAT(*scenario({ping}, pong + repeated + elsewhere + second),
                testing::HasSubstr("    expect: [\"ok:pong\",\"ok:more\"]\n"));
}

TEST(DifferenceScenario, expects_nothing_of_the_preparation_of_a_board) {
    const std::vector<std::string> steps{ping, ping};
    std::string second = pong;
    second.replace(second.find("\"step\":1"), 8, "\"step\":2");
    std::istringstream trace{pong + second};
    const auto text = *scenario_of({"name", "", {}, steps, 1, "5c:cf:7f:0b:58:3b"}, trace);
    EXPECT_THAT(text, testing::HasSubstr("mac: 5c:cf:7f:0b:58:3b}\n\nsteps:\n  - publish: \"trigger/ping\"\n  - wait: "
                                         "40000us\n  - publish: \"trigger/ping\"\n    expect: \"ok:pong\"\n"));
}

TEST(DifferenceScenario, is_not_written_for_what_a_scenario_cannot_say) {
    EXPECT_EQ(scenario({R"({"op":"rx_serial","pin":13,"baud":2400,"hex":"00","then_us":1})"}, pong), std::nullopt);
    EXPECT_EQ(scenario({ping}, R"({"t_us":8,"step":1,"kind":"mqtt_tx","type":"PUBLISH",)"
                               R"("topic":"/otb-iot/5ccf7f2ab91c/status","payload_hex":"ff"})"),
              std::nullopt);
}

}  // namespace
}  // namespace otbench::firmware
