// A tape, and meters for what is not on it, in virtual time.
#include "meters/line/tape_with_meters.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;

const OctetBuffer nke = bus::short_frame(0x40, 1);
constexpr std::uint8_t taped = 0xA2;

/// SND_NKE to address 1, answered by an octet that no meter sends, 40 ms after its end.
Tape tape() {
    Tape tape;
    tape.frames.resize(2);
    tape.frames[0].octets = nke;
    tape.frames[0].end = 20ms;
    tape.frames[1].direction = bus::Direction::from_slave;
    tape.frames[1].octets = {taped};
    tape.frames[1].start = 60ms;
    tape.frames[1].end = 65ms;
    return tape;
}

std::vector<std::unique_ptr<Meter>> one_meter() {
    std::vector<std::unique_ptr<Meter>> meters;
    meters.push_back(std::make_unique<Meter>(cf_echo_2(), "heat", 1));
    return meters;
}

/// What is delivered within two seconds of a request, driven from event to event as a server does.
OctetBuffer answer(TapeWithMeters& line, const OctetBuffer& request, Nanoseconds at) {
    OctetBuffer octets;
    line.receive(request, at);
    while (const auto next = line.next_event()) {
        if (*next > at + 2s) break;
        line.advance(*next, [&](std::uint8_t octet, Nanoseconds) { octets.push_back(octet); });
    }
    return octets;
}

TEST(TapeWithMeters, answers_from_the_tape_what_it_holds_and_by_the_meter_what_it_does_not) {
    TapeWithMeters line{tape(), one_meter()};
    EXPECT_EQ(answer(line, nke, 1s), OctetBuffer{taped});
    EXPECT_EQ(answer(line, bus::short_frame(0x7B, 1), 11s).size(), 83u);
    EXPECT_EQ(answer(line, nke, 21s), OctetBuffer{taped});
    EXPECT_EQ(answer(line, bus::short_frame(0x40, 2), 31s), OctetBuffer{});
    EXPECT_EQ(line.unknown(), 2u);
}

/// What stands behind the header of an answer, in hex.
std::string records_of(const OctetBuffer& answer) {
    constexpr std::size_t header = 12;
    const auto frame = bus::parse_frame(answer);
    return frame && frame->data.size() > header ? hex_text(frame->data.subspan(header)) : "";
}

TEST(TapeWithMeters, tells_the_meter_of_requests_that_the_tape_answers) {
    const auto telegram_after = [](bool with_nke) {
        std::vector<std::unique_ptr<Meter>> meters;
        const ProfileIndex shipped{{OTBENCH_SOURCE_DIR "/meters/profiles"}};
        meters.push_back(std::make_unique<Meter>(*shipped.load("four-telegram-meter"), "meter", 1));
        TapeWithMeters line{tape(), std::move(meters)};
        const auto first = records_of(answer(line, bus::short_frame(0x7B, 1), 1s));
        if (with_nke) answer(line, nke, 4s);
        return std::pair{first, records_of(answer(line, bus::short_frame(0x5B, 1), 6s))};
    };
    const auto [first, second] = telegram_after(false);
    EXPECT_FALSE(first.empty());
    EXPECT_NE(first, second);
    EXPECT_EQ(telegram_after(true).second, first) << "SND_NKE returns to the first telegram";
}

TEST(TapeWithMeters, keeps_silent_without_meters) {
    TapeWithMeters line{tape(), {}};
    EXPECT_EQ(answer(line, bus::short_frame(0x7B, 1), 1s), OctetBuffer{});
    EXPECT_EQ(answer(line, nke, 11s), OctetBuffer{taped});
}

}  // namespace
}  // namespace otbench::meters
