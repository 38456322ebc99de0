#include "runner/trace/perfetto.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

constexpr const char* vcd =
    "$timescale 1 ns $end\n$scope module bus $end\n$var real 64 ! bus_voltage $end\n$upscope $end\n#0\nr36 "
    "!\n#2500\nr24 "
    "!\n";

std::map<std::string, std::vector<nlohmann::json>> exported() {
    const auto trace = trace_of(
        "{\"id\":1,\"t_ns\":1000,\"kind\":\"step\",\"title\":\"read\",\"line\":3}\n"
        "{\"id\":2,\"t_ns\":2000,\"kind\":\"rx_edge\",\"cause\":1,\"level\":0,\"echo\":false}\n"
        "{\"id\":3,\"t_ns\":6000,\"kind\":\"softuart_rx\",\"source\":\"boiler\",\"cause\":2,\"pin\":13,\"hex\":\"68\"}"
        "\n");
    std::istringstream waves{vcd};
    std::map<std::string, std::vector<nlohmann::json>> by_phase;
    const auto json = nlohmann::json::parse(perfetto_json(trace, waves).value());
    for (const auto& event : json.at("traceEvents")) by_phase[event.at("ph")].push_back(event);
    return by_phase;
}

TEST(Perfetto, shows_a_received_byte_from_its_start_bit_and_a_step_up_to_the_end) {
    const auto events = exported();
    const auto& slices = events.at("X");
    ASSERT_EQ(slices.size(), 3U);
    EXPECT_EQ(slices[1].at("name"), "softuart_rx 68");
    EXPECT_EQ(slices[1].at("ts"), 2.0);
    EXPECT_EQ(slices[1].at("dur"), 4.0);
    EXPECT_EQ(slices[2].at("name"), "step read");
    EXPECT_EQ(slices[2].at("dur"), 5.0);
}

TEST(Perfetto, draws_a_flow_from_each_cause_to_its_effect) {
    const auto events = exported();
    ASSERT_EQ(events.at("s").size(), 2U);
    ASSERT_EQ(events.at("f").size(), 2U);
    const auto &start = events.at("s")[1], &end = events.at("f")[1];
    EXPECT_EQ(start.at("id"), end.at("id"));
    EXPECT_EQ(start.at("tid"), events.at("X")[0].at("tid"));
    EXPECT_EQ(end.at("tid"), events.at("X")[1].at("tid"));
    EXPECT_EQ(end.at("bp"), "e");
}

TEST(Perfetto, counts_the_signals_of_the_waves) {
    const auto events = exported();
    const auto& counters = events.at("C");
    ASSERT_EQ(counters.size(), 2U);
    EXPECT_EQ(counters[1].at("name"), "bus.bus_voltage");
    EXPECT_EQ(counters[1].at("ts"), 2.5);
    EXPECT_EQ(counters[1].at("args").at("value"), 24.0);
}

}  // namespace
}  // namespace otbench::runner
