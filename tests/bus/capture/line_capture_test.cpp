#include "bus/capture/line_capture.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "bus/capture/capture_notes.hpp"

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

constexpr Nanoseconds character = 4583us;  // 11 bits at 2400 baud

/// A line that is captured: who sends what, and when.
class LineCaptureTest : public testing::Test {
protected:
    void send(Direction direction, const OctetBuffer& octets, bool sound = true) {
        for (const auto octet : octets) {
            capture.character(direction, octet, now, now + character, sound);
            now += character;
        }
    }
    void master(const OctetBuffer& octets) { send(Direction::from_master, octets); }
    void slave(const OctetBuffer& octets) { send(Direction::from_slave, octets); }
    void pause(Nanoseconds time) { now += time; }

    /// Who sent what, "!" for what is damaged, and the comment.
    std::vector<std::string> captured() {
        capture.finish();
        std::vector<std::string> texts;
        for (const auto& frame : frames)
            texts.push_back((frame.direction == Direction::from_master ? "> " : "< ") + hex_text(frame.octets) +
                            (frame.damaged ? " !" : "") + (frame.comment.empty() ? "" : " " + frame.comment));
        return texts;
    }

    Nanoseconds now{};
    std::vector<CapturedFrame> frames;
    LineCapture capture{[this](const CapturedFrame& frame) { frames.push_back(frame); }};
};

const OctetBuffer nke{0x10, 0x40, 0x01, 0x41, 0x16};

TEST_F(LineCaptureTest, puts_a_request_and_its_answer_together) {
    master(nke);
    pause(10ms);
    slave({0xE5});
    EXPECT_THAT(captured(), ElementsAre("> 1040014116", "< e5"));
    EXPECT_EQ(frames[0].start, 0ns);
    EXPECT_EQ(frames[0].end, 5 * character);
    EXPECT_EQ(frames[1].at() - frames[0].at(), 10ms);
}

TEST_F(LineCaptureTest, tells_a_preamble_from_the_frame_behind_it) {
    master({0x55, 0x55});
    master(nke);
    EXPECT_THAT(captured(), ElementsAre("> 5555 !", "> 1040014116"));
    EXPECT_EQ(frames[1].start, 2 * character);
}

TEST_F(LineCaptureTest, ends_octets_without_a_frame_when_the_line_falls_silent) {
    master({0x10, 0x40});
    pause(34 * character / 11);
    master(nke);
    EXPECT_THAT(captured(), ElementsAre("> 1040 !", "> 1040014116"));
}

TEST_F(LineCaptureTest, keeps_a_frame_whole_over_a_shorter_pause) {
    master({0x10, 0x40});
    pause(32 * character / 11);
    master({0x01, 0x41, 0x16});
    EXPECT_THAT(captured(), ElementsAre("> 1040014116"));
}

TEST_F(LineCaptureTest, marks_a_frame_with_a_damaged_character) {
    send(Direction::from_slave, {0xE5}, false);
    EXPECT_THAT(captured(), ElementsAre("< e5 !"));
}

TEST_F(LineCaptureTest, does_not_cut_a_request_while_a_slave_sends_at_the_same_time) {
    capture.character(Direction::from_master, 0x10, 0ms, 5ms);
    capture.character(Direction::from_slave, 0x00, 3ms, 8ms);
    for (int i = 1; i < 5; ++i)
        capture.character(Direction::from_master, nke[static_cast<std::size_t>(i)], i * 5ms, (i + 1) * 5ms);
    EXPECT_THAT(captured(), ElementsAre("< 00 !", "> 1040014116"));
}

TEST_F(LineCaptureTest, hands_over_a_request_as_soon_as_its_last_character_has_ended) {
    master(nke);
    capture.hand_over_complete(now);
    EXPECT_TRUE(frames.empty());
    ASSERT_TRUE(capture.next_hand_over());
    capture.hand_over_complete(*capture.next_hand_over());
    EXPECT_EQ(frames.size(), 1u);
    EXPECT_FALSE(capture.next_hand_over());
}

TEST_F(LineCaptureTest, tells_which_client_sent_a_request_and_ends_what_another_one_had_begun) {
    capture.sent_by("first");
    master(nke);
    pause(10ms);
    slave({0xE5});
    master({0x10, 0x40});
    capture.sent_by("second");
    master(nke);
    EXPECT_THAT(captured(), ElementsAre("> 1040014116", "< e5", "> 1040 !", "> 1040014116"));
    std::vector<std::string> clients;
    for (const auto& frame : frames) clients.push_back(frame.client);
    EXPECT_THAT(clients, ElementsAre("first", "", "first", "second"));
}

class Events : public EventSink {
public:
    Cause record(Nanoseconds, std::string_view, Cause, std::initializer_list<EventField>) override {
        return Cause{++count};
    }
    std::uint64_t count = 40;
};

TEST_F(LineCaptureTest, notes_meters_and_events_at_the_frames_that_they_belong_to) {
    Events log;
    CaptureNotes events{log};
    events.note_in(capture);
    master(nke);
    events.record(now, "frame", Cause::none, {{"direction", "request"}, {"meter", "heat"}});
    pause(10ms);
    events.record(now, "meter_setting", Cause::none, {{"meter", "heat"}});
    events.record(now, "frame", Cause::none, {{"direction", "answer"}, {"meter", "heat"}});
    events.record(now, "frame", Cause::none, {{"direction", "answer"}, {"meter", "water"}});
    slave({0xE5});
    EXPECT_THAT(captured(), ElementsAre("> 1040014116 heat: event 41", "< e5 heat: event 43; water: event 44"));
}

}  // namespace
}  // namespace otbench::bus
