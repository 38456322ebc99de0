// Frames in waves of logic analysers and oscilloscopes.
#include "bus/capture/wave_frames.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Nanoseconds end = 4s;
const OctetBuffer request = short_frame(control::REQ_UD2, 5);
const OctetBuffer answer = long_frame(control::RSP_UD, 5, 0x72, OctetBuffer(40, 0x21));

/// A wave with the values of mark and space.
class Signal {
public:
    explicit Signal(double mark = 1, double space = 0, bool is_real = false, double baud = 2400)
        : mark_{mark}, space_{space}, format_{baud} {
        wave.is_real = is_real;
        wave.changes.push_back({0ns, mark});
    }

    Signal& send(Nanoseconds at, const OctetBuffer& octets) {
        std::vector<UartEdge> edges;
        for (const auto octet : octets) at = append_uart_edges(format_, octet, at, edges);
        for (const auto& edge : edges) wave.changes.push_back({edge.at, edge.level ? mark_ : space_});
        return *this;
    }
    Signal& set(Nanoseconds at, double value) {
        wave.changes.push_back({at, value});
        return *this;
    }

    Wave wave;

private:
    double mark_, space_;
    UartFormat format_;
};

std::vector<OctetBuffer> octets_of(const WaveFrames& found) {
    std::vector<OctetBuffer> all;
    for (const auto& frame : found.frames) all.push_back(frame.octets);
    return all;
}

TEST(WaveFrames, come_from_tx_and_rx_with_their_senders_and_times) {
    const auto tx = Signal{}.send(1s, request), rx = Signal{}.send(1200ms, answer);
    const auto found = find_frames({rx.wave, tx.wave}, end);
    ASSERT_THAT(octets_of(found), ElementsAre(request, answer));
    EXPECT_EQ(found.baud, 2400);
    EXPECT_EQ(found.frames[0].direction, Direction::from_master);
    EXPECT_EQ(found.frames[0].start, Nanoseconds{1s});
    EXPECT_EQ(found.frames[0].end, Nanoseconds{1s} + 5 * UartFormat{}.bit_start(11));
    EXPECT_EQ(found.frames[1].direction, Direction::from_slave);
    EXPECT_FALSE(found.frames[1].damaged);
}

TEST(WaveFrames, come_from_inverted_levels) {
    const auto inverted = Signal{0, 1}.send(1s, request).send(1200ms, answer);
    EXPECT_THAT(octets_of(find_frames({inverted.wave}, end)), ElementsAre(request, answer));
}

TEST(WaveFrames, come_from_the_voltage_and_the_current_of_a_bus_that_is_switched_on) {
    auto voltage = Signal{36, 24, true}.send(1s, request).set(3900ms, 0);
    voltage.wave.changes.front().value = 0;
    voltage.wave.changes.insert(voltage.wave.changes.begin() + 1, {100ms, 36.0});
    auto current = Signal{1.5, 16, true}.send(1200ms, answer);
    current.wave.changes.insert(current.wave.changes.begin() + 1, {{100ms, 90.0}, {104ms, 1.5}});
    EXPECT_THAT(octets_of(find_frames({voltage.wave, current.wave}, end)), ElementsAre(request, answer));
}

TEST(WaveFrames, are_found_at_every_usual_speed) {
    for (const double baud : {300.0, 600.0, 1200.0, 2400.0, 4800.0, 9600.0, 19200.0, 38400.0}) {
        const auto signal = Signal{1, 0, false, baud}.send(1s, answer);
        const auto found = find_frames({signal.wave}, end);
        EXPECT_EQ(found.baud, baud);
        EXPECT_THAT(octets_of(found), ElementsAre(answer)) << baud;
    }
}

TEST(WaveFrames, of_another_speed_need_it) {
    const auto signal = Signal{1, 0, false, 1700}.send(1s, answer);
    EXPECT_THAT(octets_of(find_frames({signal.wave}, end)), IsEmpty());
    EXPECT_THAT(octets_of(find_frames({signal.wave}, end, 1700)), ElementsAre(answer));
}

TEST(WaveFrames, that_are_echoed_come_once) {
    const auto tx = Signal{}.send(1s, request), rx = Signal{}.send(1s + 30us, request).send(1200ms, answer);
    EXPECT_THAT(octets_of(find_frames({tx.wave, rx.wave}, end)), ElementsAre(request, answer));
}

TEST(WaveFrames, that_are_sent_again_come_again) {
    const auto tx = Signal{}.send(1s, request).send(1300ms, request);
    EXPECT_THAT(octets_of(find_frames({tx.wave}, end)), ElementsAre(request, request));
}

TEST(WaveFrames, with_a_wrong_checksum_come_as_damaged_ones_and_noise_does_not) {
    auto wrong = answer;
    wrong[20] ^= 1U;
    const auto line = Signal{}.send(500ms, {0x11, 0x22}).send(1s, request).send(1200ms, wrong);
    const auto found = find_frames({line.wave}, end);
    ASSERT_THAT(octets_of(found), ElementsAre(request, wrong));
    EXPECT_FALSE(found.frames[0].damaged);
    EXPECT_TRUE(found.frames[1].damaged);
}

TEST(WaveFrames, of_one_character_stand_alone) {
    const auto line = Signal{}.send(1s, short_frame(control::SND_NKE, 5)).send(1100ms, {0xE5});
    EXPECT_THAT(octets_of(find_frames({line.wave}, end)),
                ElementsAre(short_frame(control::SND_NKE, 5), OctetBuffer{0xE5}));
    auto wrong = answer;
    wrong[20] = 0xE5;
    EXPECT_THAT(octets_of(find_frames({Signal{}.send(1s, request).send(1200ms, wrong).wave}, end)).size(), 2U)
        << "an E5 in a damaged telegram acknowledges nothing";
}

TEST(WaveFrames, are_none_without_changes) {
    EXPECT_THAT(octets_of(find_frames({Wave{}, Signal{36, 24, true}.wave}, end)), IsEmpty());
    EXPECT_THAT(octets_of(find_frames({}, end)), IsEmpty());
}

}  // namespace
}  // namespace otbench::bus
