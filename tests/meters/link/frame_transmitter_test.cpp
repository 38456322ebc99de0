#include "meters/link/frame_transmitter.hpp"

#include <gtest/gtest.h>

#include "tests/meters/line.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

TEST(FrameTransmitter, places_every_edge_at_k_bit_times_from_the_start_of_the_frame) {
    const OctetBuffer frame = {0x68, 0x55, 0x00, 0xFF, 0xE5, 0x16};
    FrameTransmitter transmitter{bus::UartFormat{}};
    transmitter.start(frame, 1s);
    std::vector<bus::UartEdge> sent;
    while (const auto due = transmitter.deadline()) {
        while (const auto edge = transmitter.advance(*due)) {
            EXPECT_EQ(edge->at, *due);
            sent.push_back(*edge);
        }
    }
    const auto expected = edges_of(frame, 1s);
    ASSERT_EQ(sent.size(), expected.size());
    for (std::size_t i = 0; i < sent.size(); ++i) {
        EXPECT_EQ(sent[i].at, expected[i].at) << i;
        EXPECT_EQ(sent[i].level, expected[i].level) << i;
    }
}

TEST(FrameTransmitter, is_sending_until_its_last_stop_bit_has_ended) {
    FrameTransmitter transmitter{bus::UartFormat{}};
    EXPECT_FALSE(transmitter.sending());
    EXPECT_FALSE(transmitter.deadline());
    transmitter.start({0xE5}, 1s);
    while (transmitter.advance(end_of(1, 1s) - 1ns)) continue;
    EXPECT_TRUE(transmitter.sending());
    EXPECT_EQ(transmitter.deadline(), end_of(1, 1s));
    EXPECT_FALSE(transmitter.advance(end_of(1, 1s)));
    EXPECT_FALSE(transmitter.sending());
}

TEST(FrameTransmitter, stops_at_once) {
    FrameTransmitter transmitter{bus::UartFormat{}};
    transmitter.start({0x00}, 0s);
    transmitter.stop();
    EXPECT_FALSE(transmitter.deadline());
    EXPECT_FALSE(transmitter.advance(1s));
}

}  // namespace
}  // namespace otbench::meters
