// Cause ids lead from a command through bits, volts, frames and milliamperes to its status, and back.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "tests/e2e/scenario_run.hpp"

namespace otbench::tests {
namespace {

using nlohmann::json;
using testing::Each;
using testing::ElementsAre;
using testing::SizeIs;

class Trace : public testing::Test {
protected:
    [[nodiscard]] const json& event(std::uint64_t id) const { return events.at(id - 1); }

    /// The events of a kind, in order.
    [[nodiscard]] std::vector<json> all(const std::string& kind) const {
        std::vector<json> found;
        for (const json& event : events)
            if (event.at("kind") == kind) found.push_back(event);
        return found;
    }

    /// The kinds from an event back to where no cause is given.
    [[nodiscard]] std::vector<std::string> kinds_back_from(const json& start) const {
        std::vector<std::string> kinds;
        for (const json* at = &start;; at = &event(at->at("cause"))) {
            kinds.push_back(at->at("kind"));
            if (!at->contains("cause")) return kinds;
        }
    }

    /// The event of `kind` on the way back from `start`.
    [[nodiscard]] const json& back_to(const std::string& kind, const json& start) const {
        const json* at = &start;
        while (at->at("kind") != kind) at = &event(at->at("cause"));
        return *at;
    }

    const std::vector<json> events = events_of("cf_echo_2_read.yaml");
};

TEST_F(Trace, numbers_events_without_a_gap_and_never_names_a_cause_that_comes_later) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        ASSERT_EQ(events[i].at("id"), i + 1);
        if (i > 0) {
            ASSERT_GE(events[i].at("t_ns"), events[i - 1].at("t_ns")) << events[i];
        }
        if (!events[i].contains("cause")) continue;
        const std::uint64_t cause = events[i].at("cause");
        ASSERT_GT(cause, 0U);
        ASSERT_LT(cause, i + 1) << events[i];
    }
}

TEST_F(Trace, leads_from_every_published_command_to_one_execution_and_from_there_to_its_status) {
    std::map<std::uint64_t, int> executions, replies;
    for (const json& command : all("command")) {
        EXPECT_EQ(event(command.at("cause")).at("kind"), "bench_publish");
        EXPECT_EQ(event(command.at("cause")).at("payload"), command.at("payload"));
        ++executions[command.at("cause")];
    }
    for (const json& message : all("bench_receive"))
        if (message.at("payload") != "booted:slot:0") ++replies[back_to("bench_publish", message).at("id")];
    const auto publishes = all("bench_publish");
    ASSERT_THAT(publishes, SizeIs(8));
    for (const json& publish : publishes) {
        EXPECT_EQ(executions[publish.at("id")], 1) << publish;
        EXPECT_EQ(replies[publish.at("id")], publish == publishes.back() ? 4 : 1) << publish;
    }
}

TEST_F(Trace, leads_from_each_octet_of_the_dump_back_to_its_request) {
    std::vector<std::uint64_t> carried;
    std::string octets;
    for (const json& message : all("publish"))
        if (message.contains("carries"))
            for (const std::uint64_t id : message.at("carries")) {
                carried.push_back(id);
                octets += event(id).at("hex").get<std::string>();
                EXPECT_THAT(kinds_back_from(event(id)),
                            ElementsAre("softuart_rx", "rx_edge", "meter_current", "frame", "frame", "receiver_edge",
                                        "gpio_edge", "softuart_tx", "command", "bench_publish", "step"));
                EXPECT_EQ(back_to("bench_publish", event(id)).at("payload"), "trigger/serial/send/105b015c16");
            }
    EXPECT_THAT(carried, SizeIs(83));
    EXPECT_THAT(std::set<std::uint64_t>(carried.begin(), carried.end()), SizeIs(83)) << "an octet is carried twice";
    EXPECT_EQ(all("softuart_rx").size(), 83U) << "an octet is carried by no message";
    const auto frames = all("frame");
    ASSERT_THAT(frames, SizeIs(2));
    EXPECT_EQ(octets, frames.back().at("hex"));
}

TEST_F(Trace, leads_from_each_octet_to_an_edge_of_its_own) {
    std::set<std::uint64_t> start_edges;
    for (const json& octet : all("softuart_rx")) start_edges.insert(octet.at("cause").get<std::uint64_t>());
    EXPECT_THAT(start_edges, SizeIs(83));
}

TEST_F(Trace, leads_from_the_reading_to_the_four_messages_it_was_made_of) {
    const auto readings = all("decode");
    ASSERT_THAT(readings, SizeIs(1));
    std::vector<std::string> kinds;
    for (const std::uint64_t id : readings.front().at("carries")) kinds.push_back(event(id).at("kind"));
    EXPECT_THAT(kinds, SizeIs(4));
    EXPECT_THAT(kinds, Each("bench_receive"));
}

TEST_F(Trace, shows_each_bit_of_the_request_on_the_pin_on_the_bus_and_at_the_meter) {
    // 10 5b 01 5c 16 in 8E1 has 28 changes of level; each goes through the converter and the meter's receiver.
    std::map<std::string, int> counts;
    for (const json& event : events) {
        const std::string kind = event.at("kind");
        if (kind != "gpio_edge" && kind != "bus_edge" && kind != "receiver_edge") continue;
        if (kinds_back_from(event).size() < 4) continue;  // not part of a transmission
        ++counts[kind];
    }
    EXPECT_EQ(counts["gpio_edge"], 28 + 1) << "28 of the octets, one of enable";
    EXPECT_EQ(counts["bus_edge"], counts["gpio_edge"]);
    EXPECT_EQ(counts["receiver_edge"], 28) << "the rise at enable only sets the meter's mark level";
}

}  // namespace
}  // namespace otbench::tests
