#include "bus/uart/uart_line.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

/// Feeds `edges` to `receiver` as the bench does and returns every character it saw, up to long after the last edge.
std::vector<UartCharacter> receive(UartReceiver& receiver, const std::vector<UartEdge>& edges) {
    std::vector<UartCharacter> seen;
    const auto drain = [&](Nanoseconds now) {
        while (const auto character = receiver.advance(now)) seen.push_back(*character);
    };
    for (std::size_t i = 0; i < edges.size(); ++i) {
        drain(edges[i].at);
        receiver.edge(edges[i].at, edges[i].level, Cause{i + 1});
    }
    drain(edges.empty() ? 0ns : edges.back().at + 10s);
    return seen;
}

struct Line {
    const char* name;
    double baud;
    Parity parity;
    int stop_bits;
};

class UartFormats : public testing::TestWithParam<Line> {
protected:
    [[nodiscard]] static UartFormat format() { return {GetParam().baud, GetParam().parity, GetParam().stop_bits}; }
};

TEST_P(UartFormats, round_trip_every_octet_sent_back_to_back) {
    std::vector<UartEdge> edges;
    Nanoseconds at = 3ms;
    for (int octet = 0; octet < 256; ++octet) {
        at = append_uart_edges(format(), static_cast<std::uint8_t>(octet), at, edges);
    }
    UartReceiver receiver{format()};
    const auto seen = receive(receiver, edges);
    ASSERT_EQ(seen.size(), 256u);
    for (int octet = 0; octet < 256; ++octet) {
        EXPECT_EQ(seen[octet].octet, octet);
        EXPECT_TRUE(seen[octet].parity_ok);
        EXPECT_TRUE(seen[octet].framing_ok);
    }
}

TEST_P(UartFormats, tolerate_a_sender_four_percent_fast_or_slow) {
    for (const double error : {0.96, 1.04}) {
        UartFormat sender = format();
        sender.baud *= error;
        std::vector<UartEdge> edges;
        Nanoseconds at{};
        for (const int octet : {0x00, 0x55, 0xFF, 0x68, 0x16}) {
            at = append_uart_edges(sender, static_cast<std::uint8_t>(octet), at, edges);
        }
        UartReceiver receiver{format()};
        const auto seen = receive(receiver, edges);
        ASSERT_EQ(seen.size(), 5u) << error;
        for (const auto& character : seen) EXPECT_TRUE(character.parity_ok && character.framing_ok) << error;
        EXPECT_EQ(seen[3].octet, 0x68);
    }
}

INSTANTIATE_TEST_SUITE_P(Lines, UartFormats,
                         testing::Values(Line{"300_8E1", 300, Parity::even, 1}, Line{"2400_8E1", 2400, Parity::even, 1},
                                         Line{"9600_8N1", 9600, Parity::none, 1},
                                         Line{"19200_8O1", 19200, Parity::odd, 1},
                                         Line{"38400_8E2", 38400, Parity::even, 2},
                                         Line{"38400_8E1", 38400, Parity::even, 1}),
                         [](const auto& line) { return std::string{line.param.name}; });

TEST(UartEdges, leave_out_bits_that_do_not_change_the_level) {
    std::vector<UartEdge> edges;
    // 0x0F at 1 kbaud 8E1: start 0, data 1111 0000, parity 0, stop 1
    const auto end = append_uart_edges({1000, Parity::even, 1}, 0x0F, 1s, edges);
    ASSERT_EQ(edges.size(), 4u);
    EXPECT_EQ(edges[0].at, 1s);
    EXPECT_FALSE(edges[0].level);
    EXPECT_EQ(edges[1].at, 1s + 1ms);
    EXPECT_EQ(edges[2].at, 1s + 5ms);
    EXPECT_EQ(edges[3].at, 1s + 10ms);
    EXPECT_TRUE(edges[3].level);
    EXPECT_EQ(end, 1s + 11ms);
}

TEST(UartEdges, lie_at_k_bit_times_rounded_once) {
    const UartFormat format{2400, Parity::even, 1};
    for (int k = 0; k <= 11; ++k) {
        EXPECT_EQ(format.bit_start(k), Nanoseconds{std::llround(k * 1e9 / 2400)}) << k;
    }
    EXPECT_EQ(format.bit_start(3), 1250us);  // three rounded bits would be 1 250 001 ns
}

TEST(UartReceiver, flags_a_flipped_bit_as_a_parity_error) {
    std::vector<UartEdge> edges;
    append_uart_edges({2400, Parity::odd, 1}, 0x5B, 0s, edges);
    UartReceiver receiver{UartFormat{2400, Parity::even, 1}};
    const auto seen = receive(receiver, edges);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].octet, 0x5B);
    EXPECT_FALSE(seen[0].parity_ok);
    EXPECT_TRUE(seen[0].framing_ok);
}

TEST(UartReceiver, takes_a_long_low_as_one_break_and_listens_again_after_it) {
    std::vector<UartEdge> edges{{0s, false}, {50ms, true}};
    append_uart_edges({}, 0xE5, 60ms, edges);
    UartReceiver receiver{UartFormat{}};
    const auto seen = receive(receiver, edges);
    ASSERT_EQ(seen.size(), 2u);
    EXPECT_EQ(seen[0].octet, 0x00);
    EXPECT_FALSE(seen[0].framing_ok);
    EXPECT_EQ(seen[1].octet, 0xE5);
    EXPECT_TRUE(seen[1].framing_ok);
}

TEST(UartReceiver, ignores_a_low_shorter_than_half_a_start_bit) {
    std::vector<UartEdge> edges{{0s, false}, {200us, true}};  // half a bit at 2400 baud: 208 us
    append_uart_edges({}, 0x16, 1ms, edges);
    UartReceiver receiver{UartFormat{}};
    const auto seen = receive(receiver, edges);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].octet, 0x16);
    EXPECT_EQ(seen[0].start, 1ms);
}

TEST(UartReceiver, carries_time_and_cause_of_the_start_edge) {
    UartReceiver receiver{UartFormat{}};
    std::vector<UartEdge> edges;
    append_uart_edges({}, 0xE5, 7ms, edges);
    const auto seen = receive(receiver, edges);
    ASSERT_EQ(seen.size(), 1u);
    EXPECT_EQ(seen[0].start, 7ms);
    EXPECT_EQ(seen[0].end, 7ms + 4375us);  // the middle of bit 10
    EXPECT_EQ(seen[0].cause, Cause{1});
}

TEST(UartReceiver, has_the_character_at_its_deadline_and_only_once) {
    UartReceiver receiver{UartFormat{}};
    EXPECT_FALSE(receiver.deadline());
    std::vector<UartEdge> edges;
    append_uart_edges({}, 0x00, 0s, edges);
    for (const auto& edge : edges) receiver.edge(edge.at, edge.level);
    ASSERT_EQ(receiver.deadline(), Nanoseconds{4375us});
    EXPECT_FALSE(receiver.advance(4375us - 1ns));
    EXPECT_TRUE(receiver.advance(4375us));
    EXPECT_FALSE(receiver.advance(4375us));
    EXPECT_FALSE(receiver.deadline());
}

TEST(UartReceiver, drops_the_character_in_progress_when_the_format_changes) {
    UartReceiver receiver{UartFormat{}};
    receiver.edge(0s, false);
    receiver.set_format({300, Parity::even, 1});
    EXPECT_FALSE(receiver.deadline());
    EXPECT_FALSE(receiver.advance(1s));
}

TEST(UartReceiver, built_on_a_low_line_waits_for_it_to_rise) {
    UartReceiver receiver{UartFormat{}, false};
    EXPECT_FALSE(receiver.advance(1s));
    std::vector<UartEdge> edges{{1s, true}};
    append_uart_edges({}, 0x42, 2s, edges);
    EXPECT_EQ(receive(receiver, edges).size(), 1u);
}

}  // namespace
}  // namespace otbench::bus
