#include "meters/tape/tape.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "base/text.hpp"
#include "meters/tape/tape_edit.hpp"
#include "meters/tape/tape_line.hpp"
#include "tests/meters/telegrams.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using bus::Direction;
using testing::ElementsAre;
using testing::HasSubstr;

Checked<Tape> read(const std::string& text) {
    std::istringstream stream{text};
    return read_tape(stream, "a.mbus.jsonl");
}

bus::CapturedFrame frame(Direction direction, OctetBuffer octets, Nanoseconds start, Nanoseconds end) {
    bus::CapturedFrame frame;
    frame.direction = direction;
    frame.octets = std::move(octets);
    frame.start = start;
    frame.end = end;
    return frame;
}

const OctetBuffer request = bus::short_frame(0x7B, 5);
const OctetBuffer first = bus::long_frame(0x08, 5, 0x72, from_hex("60312714 7704 09 04 97 10 0000 0C7860312714"));
const OctetBuffer second = bus::long_frame(0x08, 5, 0x78, from_hex("0C7860312714"));

/// The request twice with another answer each, then SND_NKE without an answer.
Tape dialogue() {
    Tape tape;
    tape.frames = {frame(Direction::from_master, request, 0ms, 20ms), frame(Direction::from_slave, first, 61ms, 200ms),
                   frame(Direction::from_master, request, 300ms, 320ms),
                   frame(Direction::from_slave, second, 333ms, 400ms),
                   frame(Direction::from_master, bus::short_frame(0x40, 6), 500ms, 520ms)};
    return tape;
}

TEST(Tape, is_read_as_it_is_written) {
    TapeHead head;
    head.source = "otbench record";
    head.started = 17ns;
    head.format = {300, bus::Parity::odd, 2};
    head.meter = "./heat.yaml@5";
    auto damaged = frame(Direction::from_slave, {0x68, 0x01}, 5ns, 9ns);
    damaged.damaged = true;
    damaged.comment = "heat: event 4";
    const std::string text =
        tape_line(head) + tape_line(frame(Direction::from_master, {0xE5}, 1ns, 2ns)) + tape_line(damaged);
    EXPECT_EQ(
        text,
        R"({"mbus-tape":1,"source":"otbench record","started_ns":17,"baud":300,"parity":"odd","stop-bits":2,"meter":"./heat.yaml@5"})"
        "\n"
        R"({"t_ns":1,"end_ns":2,"from":"master","hex":"e5"})"
        "\n"
        R"({"t_ns":5,"end_ns":9,"from":"slave","hex":"6801","damaged":true,"comment":"heat: event 4"})"
        "\n");
    const auto tape = read(text);
    ASSERT_TRUE(tape) << tape.error().message;
    EXPECT_EQ(tape->head.format.baud, 300);
    EXPECT_EQ(tape->head.format.parity, bus::Parity::odd);
    EXPECT_EQ(tape->head.format.stop_bits, 2);
    EXPECT_EQ(tape->head.started, 17ns);
    ASSERT_EQ(tape->frames.size(), 2u);
    EXPECT_EQ(tape_line(tape->head) + tape_line(tape->frames[0]) + tape_line(tape->frames[1]), text);
}

TEST(Tape, with_a_mistake_is_refused_with_its_line) {
    const std::string head = "{\"mbus-tape\":1,\"baud\":2400,\"parity\":\"even\",\"stop-bits\":1}\n";
    const std::string good = "{\"t_ns\":5,\"end_ns\":6,\"from\":\"slave\",\"hex\":\"e5\"}\n";
    const auto complaint = [&](const std::string& text) { return read(text).error().message; };
    EXPECT_EQ(complaint(""), "a.mbus.jsonl: not a tape (expected a first line with 'mbus-tape')");
    EXPECT_EQ(complaint(good), "a.mbus.jsonl:1: 'mbus-tape' is missing");
    EXPECT_EQ(complaint(head + "e5\n"), "a.mbus.jsonl:2: invalid line (expected a JSON object)");
    EXPECT_EQ(complaint(head + R"({"t_ns":5,"end_ns":6,"from":"meter","hex":"e5"})"),
              "a.mbus.jsonl:2: invalid 'from' 'meter' (expected master or slave)");
    EXPECT_EQ(complaint(head + R"({"t_ns":5,"end_ns":4,"from":"slave","hex":"e5"})"),
              "a.mbus.jsonl:2: invalid 'end_ns' (expected a whole number from 5 to 100000000000000000)");
    EXPECT_THAT(complaint(head + good + R"({"t_ns":4,"end_ns":6,"from":"slave","hex":"e5"})"), HasSubstr(":3: 't_ns'"));
    EXPECT_THAT(complaint(head + R"({"t_ns":5,"end_ns":6,"from":"slave","hex":""})"), HasSubstr("invalid 'hex'"));
}

/// What a line sends after a request that comes at `at`: octets, and when the first one ended.
std::pair<std::string, Nanoseconds> answer(TapeLine& line, const OctetBuffer& octets, Nanoseconds at) {
    line.receive(octets, at);
    OctetBuffer answer;
    Nanoseconds begin{};
    line.advance(at + 10s, [&](std::uint8_t octet, Nanoseconds ended) {
        if (answer.empty()) begin = ended;
        answer.push_back(octet);
    });
    return {hex_text(answer), begin};
}

TEST(TapeLine, gives_the_recorded_answers_in_their_order_after_the_recorded_delays) {
    constexpr Nanoseconds character = 4583333ns, bit = 416666ns;
    TapeLine line{dialogue()};
    const auto one = answer(line, request, 10s);
    EXPECT_EQ(one.first, hex_text(first));
    EXPECT_NEAR(static_cast<double>((one.second - (10s + 6 * character + 41ms)).count()), 0, bit.count());
    const auto two = answer(line, request, 20s);
    EXPECT_EQ(two.first, hex_text(second));
    EXPECT_NEAR(static_cast<double>((two.second - (20s + 6 * character + 13ms)).count()), 0, bit.count());
    EXPECT_EQ(answer(line, request, 30s).first, hex_text(first));
}

TEST(TapeLine, stays_silent_where_the_tape_is_silent_or_does_not_know_the_request) {
    TapeLine line{dialogue()};
    EXPECT_EQ(answer(line, bus::short_frame(0x40, 6), 1s).first, "");
    EXPECT_EQ(line.unknown(), 0u);
    EXPECT_EQ(answer(line, bus::short_frame(0x40, 7), 20s).first, "");
    EXPECT_EQ(line.unknown(), 1u);
}

TEST(TapeEdit, counts_requests_answers_and_response_times) {
    const auto found = statistics(dialogue());
    EXPECT_EQ(found.requests, 3u);
    EXPECT_EQ(found.answers, 2u);
    EXPECT_EQ(found.unanswered, 1u);
    EXPECT_EQ(found.duration, 520ms);
    EXPECT_THAT(found.response_times, ElementsAre(13ms, 41ms));
}

TEST(TapeEdit, shows_what_differs_apart_from_times) {
    auto other = dialogue();
    other.frames[1].start += 5ms;
    EXPECT_TRUE(difference(dialogue(), other).empty());
    other.frames[4].octets = {0xE5};
    EXPECT_THAT(difference(dialogue(), other), ElementsAre("- 5: > 1040064616", "+ 5: > e5"));
}

}  // namespace
}  // namespace otbench::meters
