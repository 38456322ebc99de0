#include "bus/uart/uart_transmitter.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;

constexpr UartFormat kilobaud{1000, Parity::even, 1};

TEST(UartTransmitter, gives_each_edge_when_it_is_due_and_then_the_end) {
    UartTransmitter transmitter;
    EXPECT_FALSE(transmitter.deadline());
    transmitter.begin(kilobaud, 0x0F, 5ms);
    std::vector<UartEdge> expected;
    const auto end = append_uart_edges(kilobaud, 0x0F, 5ms, expected);
    for (const auto& edge : expected) {
        EXPECT_EQ(transmitter.deadline(), edge.at);
        EXPECT_EQ(transmitter.next_edge(), edge.at);
        EXPECT_FALSE(transmitter.advance(edge.at - 1ns));
        const auto given = transmitter.advance(edge.at);
        ASSERT_TRUE(given);
        EXPECT_EQ(given->at, edge.at);
        EXPECT_EQ(given->level, edge.level);
    }
    EXPECT_FALSE(transmitter.next_edge());
    EXPECT_EQ(transmitter.deadline(), end);
    EXPECT_EQ(transmitter.free_from(), 16ms);
    EXPECT_FALSE(transmitter.advance(end - 1ns));
    EXPECT_TRUE(transmitter.sending());
    EXPECT_FALSE(transmitter.advance(end));
    EXPECT_FALSE(transmitter.sending());
    EXPECT_FALSE(transmitter.deadline());
    EXPECT_EQ(transmitter.free_from(), 16ms);
}

TEST(UartTransmitter, drops_what_is_left_when_it_is_stopped) {
    UartTransmitter transmitter;
    transmitter.begin(kilobaud, 0x55, 0ms);
    ASSERT_TRUE(transmitter.advance(0ms));
    transmitter.stop();
    EXPECT_FALSE(transmitter.sending());
    EXPECT_FALSE(transmitter.next_edge());
    EXPECT_FALSE(transmitter.advance(1s));
}

TEST(UartTransmitter, is_understood_by_a_receiver_for_every_octet) {
    for (const UartFormat& format : {kilobaud, UartFormat{9600, Parity::none, 2}, UartFormat{300, Parity::odd, 1}}) {
        UartTransmitter transmitter;
        UartReceiver receiver{format};
        for (int octet = 0; octet <= 0xFF; ++octet) {
            transmitter.begin(format, static_cast<std::uint8_t>(octet), transmitter.free_from());
            while (const auto due = transmitter.deadline())
                if (const auto edge = transmitter.advance(*due)) receiver.edge(edge->at, edge->level);
            const auto character = receiver.advance(transmitter.free_from());
            ASSERT_TRUE(character) << octet;
            EXPECT_EQ(character->octet, octet);
            EXPECT_TRUE(character->parity_ok && character->framing_ok);
        }
    }
}

}  // namespace
}  // namespace otbench::bus
