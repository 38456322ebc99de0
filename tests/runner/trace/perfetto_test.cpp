#include "runner/trace/perfetto.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/runner/trace/traces.hpp"

namespace otbench::runner {
namespace {

constexpr const char* vcd =
    "$timescale 1 ns $end\n$scope module bus $end\n$var real 64 ! bus_voltage $end\n$upscope $end\n#0\nr36 "
    "!\n#2500\nr24 "
    "!\n";

using Events = std::map<std::string, std::vector<nlohmann::json>>;

/// What becomes of a trace, by phase.
Events exported(const std::string& lines) {
    std::istringstream waves{vcd};
    Events by_phase;
    const auto json = nlohmann::json::parse(perfetto_json(trace_of(lines), waves).value());
    for (const auto& event : json.at("traceEvents")) by_phase[event.at("ph")].push_back(event);
    return by_phase;
}

Events exported() {
    return exported(
        "{\"id\":1,\"t_ns\":1000,\"kind\":\"step\",\"title\":\"read\",\"line\":3}\n"
        "{\"id\":2,\"t_ns\":2000,\"kind\":\"rx_edge\",\"cause\":1,\"level\":0,\"echo\":false}\n"
        "{\"id\":3,\"t_ns\":6000,\"kind\":\"softuart_rx\",\"source\":\"boiler\",\"cause\":2,\"pin\":13,\"hex\":\"68\"}"
        "\n");
}

/// The slice with the id of an event.
const nlohmann::json& slice_of(const Events& events, int id) {
    const auto& slices = events.at("X");
    return *std::find_if(slices.begin(), slices.end(),
                         [&](const nlohmann::json& slice) { return slice.at("args").at("id") == id; });
}

/// Whether the end of an arrow is within a slice, on its track; a slice does not have its own end.
bool is_in(const nlohmann::json& end, const nlohmann::json& slice) {
    const double at = end.at("ts").get<double>(), from = slice.at("ts").get<double>();
    return end.at("tid") == slice.at("tid") && at >= from && at < from + slice.at("dur").get<double>();
}

TEST(Perfetto, shows_a_received_byte_from_its_start_bit_and_a_step_up_to_the_end) {
    const auto events = exported();
    ASSERT_EQ(events.at("X").size(), 3U);
    const auto &byte = slice_of(events, 3), &step = slice_of(events, 1);
    EXPECT_EQ(byte.at("name"), "softuart_rx 68");
    EXPECT_EQ(byte.at("ts"), 2.0);
    EXPECT_EQ(byte.at("dur"), 4.0);
    EXPECT_EQ(step.at("name"), "step read");
    EXPECT_EQ(step.at("dur"), 5.0);
}

TEST(Perfetto, draws_a_flow_from_each_cause_to_its_effect) {
    const auto events = exported();
    ASSERT_EQ(events.at("s").size(), 2U);
    ASSERT_EQ(events.at("f").size(), 2U);
    for (const int flow : {0, 1}) {
        const auto &start = events.at("s")[flow], &end = events.at("f")[flow];
        EXPECT_EQ(start.at("id"), end.at("id"));
        EXPECT_TRUE(is_in(start, slice_of(events, flow + 1))) << start;
        EXPECT_TRUE(is_in(end, slice_of(events, flow + 2))) << end;
        EXPECT_EQ(end.at("bp"), "e");
    }
}

TEST(Perfetto, lets_an_arrow_leave_before_the_end_of_a_slice_that_lasts) {
    const auto events = exported(
        "{\"id\":1,\"t_ns\":2000,\"kind\":\"receiver_edge\",\"level\":0}\n"
        "{\"id\":2,\"t_ns\":9000,\"kind\":\"frame\",\"cause\":1,\"hex\":\"10\"}\n"
        "{\"id\":3,\"t_ns\":9500,\"kind\":\"frame\",\"cause\":2}\n");
    EXPECT_EQ(slice_of(events, 2).at("dur"), 7.0);
    EXPECT_TRUE(is_in(events.at("s")[1], slice_of(events, 2))) << events.at("s")[1];
    EXPECT_EQ(events.at("s")[1].at("ts"), 8.999);
}

TEST(Perfetto, shows_events_of_a_kind_that_overlap_on_tracks_of_their_own) {
    const auto events = exported(
        "{\"id\":1,\"t_ns\":2000,\"kind\":\"receiver_edge\"}\n"
        "{\"id\":2,\"t_ns\":3000,\"kind\":\"receiver_edge\"}\n"
        "{\"id\":3,\"t_ns\":9000,\"kind\":\"frame\",\"cause\":1,\"hex\":\"10\"}\n"
        "{\"id\":4,\"t_ns\":9500,\"kind\":\"frame\",\"cause\":2,\"hex\":\"11\"}\n"
        "{\"id\":5,\"t_ns\":9500,\"kind\":\"frame\"}\n"
        "{\"id\":6,\"t_ns\":9500,\"kind\":\"frame\"}\n");
    const auto track = [&](int id) { return slice_of(events, id).at("tid").get<int>(); };
    EXPECT_EQ(track(1), track(2));
    EXPECT_NE(track(3), track(4));
    EXPECT_EQ(track(5), track(3));  // which is free again
    EXPECT_EQ(track(6), track(4));
    std::vector<std::string> names;
    for (const auto& meta : events.at("M"))
        if (meta.at("name") == "thread_name") names.push_back(meta.at("args").at("name"));
    EXPECT_EQ(names, (std::vector<std::string>{"receiver_edge", "frame", "frame 2"}));
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
