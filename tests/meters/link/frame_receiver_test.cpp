#include "meters/link/frame_receiver.hpp"

#include <gmock/gmock.h>

#include "tests/meters/line.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const OctetBuffer req_ud2 = {
    0x10,  // short frame
    0x7B,  // C: REQ_UD2, FCV=1, FCB=1
    0x01,  // A
    0x7C,  // checksum
    0x16,  // stop
};

class FrameReceiverTest : public testing::Test {
protected:
    void feed(const std::vector<bus::UartEdge>& edges) {
        for (const auto& edge : edges) {
            drain(edge.at);
            receiver.edge(edge.at, edge.level, Cause{++edges_fed});
        }
    }
    /// Takes what is due until `now`, each at its time.
    void drain(Nanoseconds now) {
        for (auto due = receiver.deadline(); due && *due <= now; due = receiver.deadline()) read_events(*due);
        read_events(now);
    }
    void read_events(Nanoseconds now) {
        while (const auto event = receiver.advance(now)) {
            if (const auto* received = std::get_if<ReceivedFrame>(&*event)) {
                const auto octets = received->frame.octets;
                frames.emplace_back(octets.begin(), octets.end());
                ends.push_back(received->end);
                frame_causes.push_back(received->cause);
            } else {
                damage.push_back(std::get<DamagedFrame>(*event).what);
            }
        }
    }
    void let_pass(Nanoseconds until) {
        drain(until);
        EXPECT_FALSE(receiver.deadline());
    }

    FrameReceiver receiver{bus::UartFormat{}};
    std::uint64_t edges_fed = 0;
    std::vector<OctetBuffer> frames;
    std::vector<Nanoseconds> ends;
    std::vector<Cause> frame_causes;
    std::vector<std::string> damage;
};

TEST_F(FrameReceiverTest, gives_a_frame_with_the_end_of_its_last_stop_bit_and_the_cause_of_its_first_edge) {
    feed(edges_of(req_ud2, 100ms));
    drain(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_LE(std::chrono::abs(ends[0] - end_of(5, 100ms)), 1ns);  // counted from the last start edge
    EXPECT_THAT(frame_causes, ElementsAre(Cause{1}));
    EXPECT_TRUE(damage.empty());
    EXPECT_FALSE(receiver.deadline());
}

TEST_F(FrameReceiverTest, has_the_frame_in_the_middle_of_its_last_stop_bit) {
    feed(edges_of(req_ud2, 0s));
    drain(end_of(5, 0s) - 209us);  // half a bit is 208.3 us
    EXPECT_TRUE(frames.empty());
    drain(end_of(5, 0s) - 208us);
    EXPECT_EQ(frames.size(), 1u);
}

TEST_F(FrameReceiverTest, ends_a_frame_with_33_bit_times_of_silence) {
    const OctetBuffer half(req_ud2.begin(), req_ud2.begin() + 2);
    feed(edges_of(half, 0s));
    const auto gap_end = end_of(2, 0s) + bus::UartFormat{}.bit_start(33);
    drain(gap_end - 1us);
    EXPECT_TRUE(damage.empty());
    drain(gap_end + 1us);
    EXPECT_THAT(damage, ElementsAre("byte 2: the frame that began at byte 0 is not complete"));
    feed(edges_of(req_ud2, gap_end + 1ms));
    drain(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
}

TEST_F(FrameReceiverTest, tolerates_a_pause_shorter_than_33_bit_times) {
    const OctetBuffer head(req_ud2.begin(), req_ud2.begin() + 2);
    const OctetBuffer tail(req_ud2.begin() + 2, req_ud2.end());
    feed(edges_of(head, 0s));
    feed(edges_of(tail, end_of(2, 0s) + 13ms));  // 33 bit times are 13.75 ms
    drain(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
}

TEST_F(FrameReceiverTest, says_which_octet_of_a_damaged_frame_is_wrong) {
    const OctetBuffer wrong = {0x10, 0x7B, 0x01, 0x7D, 0x16};
    feed(edges_of(req_ud2, 0s));
    feed(edges_of(wrong, 1s));
    drain(2s);
    EXPECT_EQ(frames.size(), 1u);
    EXPECT_THAT(damage, ElementsAre("byte 3: checksum 0x7d, computed 0x7c"));
}

TEST_F(FrameReceiverTest, drops_all_until_the_gap_after_a_parity_error) {
    bus::UartFormat odd;
    odd.parity = bus::Parity::odd;
    feed(edges_of(OctetBuffer{0x10}, 0s, odd));
    feed(edges_of(req_ud2, end_of(1, 0s)));  // glued to the damaged character
    drain(500ms);
    EXPECT_TRUE(frames.empty());
    EXPECT_THAT(damage, ElementsAre("byte 0: parity error, 0x10"));
    feed(edges_of(req_ud2, 500ms));
    drain(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
}

TEST_F(FrameReceiverTest, needs_33_idle_bit_times_after_a_break) {
    feed({{0s, false}, {50ms, true}});
    feed(edges_of(req_ud2, 60ms));
    drain(500ms);
    EXPECT_TRUE(frames.empty());
    EXPECT_THAT(damage, ElementsAre("byte 0: break, 0x00"));
    feed(edges_of(req_ud2, 500ms));
    let_pass(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
}

TEST_F(FrameReceiverTest, resynchronises_on_a_frame_that_follows_a_preamble_without_a_pause) {
    OctetBuffer stream(10, 0x55);
    stream.insert(stream.end(), req_ud2.begin(), req_ud2.end());
    feed(edges_of(stream, 0s));
    drain(1s);
    EXPECT_THAT(frames, ElementsAre(req_ud2));
    EXPECT_THAT(damage, ElementsAre("byte 0: invalid start byte 0x55 (expected 0x10, 0x68 or 0xe5)"));
}

TEST_F(FrameReceiverTest, needs_no_wake_up_while_the_line_is_idle_or_held_low) {
    EXPECT_FALSE(receiver.deadline());
    feed({{0s, false}});
    let_pass(10s);
}

}  // namespace
}  // namespace otbench::meters
