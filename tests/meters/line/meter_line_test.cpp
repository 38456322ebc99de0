#include "meters/line/meter_line.hpp"

#include <gmock/gmock.h>

#include "tests/meters/line.hpp"
#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

const OctetBuffer snd_nke_0 = bus::short_frame(0x40, 0);

/// Meters at address 0, and what a master's receiver reads of them.
class MeterLineTest : public testing::Test {
protected:
    void add(Nanoseconds response_delay, std::uint8_t address = 0,
             std::shared_ptr<const Profile> profile = cf_echo_2()) {
        auto meter = std::make_unique<Meter>(std::move(profile), "meter-" + std::to_string(line.size()), address);
        meter->set_response_delay(response_delay);
        line.add(std::move(meter), 0s);
    }

    /// Sends `octets` at `at` and reads until the line has been idle for a while.
    void exchange(const OctetBuffer& octets, Nanoseconds at, double baud = 2400) {
        for (const auto& edge : edges_of(octets, at, {baud, bus::Parity::even, 1}))
            line.edge(edge.at, edge.level, Cause::none);
        for (auto due = line.next_wake(); due && *due < at + 5s; due = line.next_wake()) line.wake(*due);
        read(at + 5s);
    }

    void read(Nanoseconds now) {
        while (const auto character = receiver.advance(now)) received.push_back(*character);
    }
    OctetBuffer octets() const {
        OctetBuffer found;
        for (const auto& character : received) found.push_back(character.octet);
        return found;
    }

    bus::UartReceiver receiver{bus::UartFormat{}};
    std::vector<bus::UartCharacter> received;
    SilentEvents events;
    MeterLine line{events, [this](Nanoseconds at, bool mark, Cause) {
                       read(at);
                       receiver.edge(at, mark);
                   }};
};

TEST_F(MeterLineTest, lets_the_addressed_meter_answer) {
    add(40ms, 1);
    add(40ms, 2);
    exchange(bus::short_frame(0x40, 2), 1s);
    EXPECT_THAT(octets(), ElementsAre(0xE5));
    EXPECT_EQ(line.drawing(), 0u);
    EXPECT_FALSE(line.next_wake());
}

TEST_F(MeterLineTest, makes_one_acknowledgement_of_two_that_come_in_step) {
    add(40ms);
    add(40ms);
    exchange(snd_nke_0, 1s);
    EXPECT_THAT(octets(), ElementsAre(0xE5));
    EXPECT_TRUE(received[0].parity_ok && received[0].framing_ok);
}

/// What two acknowledgements give that are so many bits apart, sampled in the middle of each bit.
struct Collision {
    double bits;
    OctetBuffer octets;
    bool parity_ok, framing_ok;  ///< of the first character
};
class CollisionTest : public MeterLineTest, public testing::WithParamInterface<Collision> {};

TEST_P(CollisionTest, gives_the_octets_of_the_summed_currents) {
    add(40ms);
    add(40ms + LineTime{0ns, GetParam().bits}.at(2400));
    exchange(snd_nke_0, 1s);
    EXPECT_EQ(octets(), GetParam().octets);
    EXPECT_EQ(received.at(0).parity_ok, GetParam().parity_ok);
    EXPECT_EQ(received.at(0).framing_ok, GetParam().framing_ok);
}

INSTANTIATE_TEST_SUITE_P(Offsets, CollisionTest,
                         testing::Values(Collision{0.25, {0xE5}, true, true}, Collision{1, {0xC0}, false, true},
                                         Collision{2, {0x85}, true, true}, Collision{3, {0x21}, false, true},
                                         Collision{4, {0x45}, false, true}, Collision{5, {0xA5}, true, false},
                                         Collision{6, {0x45}, true, false}, Collision{7, {0xA5, 0xFE}, true, true},
                                         Collision{8, {0x65, 0xFE}, false, false},
                                         Collision{9, {0xE5, 0xF9}, false, true},
                                         Collision{10, {0xE5, 0xF9}, true, false},
                                         Collision{11, {0xE5, 0xE5}, true, true}));

TEST_F(MeterLineTest, reaches_only_meters_that_listen_at_the_rate) {
    auto slow = *cf_echo_2();
    slow.baud = 300;
    add(40ms, 1);
    add(40ms, 1, std::make_shared<Profile>(slow));
    exchange(bus::short_frame(0x40, 1), 1s, 2400);
    EXPECT_THAT(octets(), ElementsAre(0xE5));
    receiver.set_format({300, bus::Parity::even, 1});
    exchange(bus::short_frame(0x40, 1), 10s, 300);
    EXPECT_THAT(octets(), ElementsAre(0xE5, 0xE5));
}

TEST_F(MeterLineTest, follows_a_meter_to_its_new_rate) {
    auto quick = *cf_echo_2();
    quick.baud_rates = {2400, 9600};
    add(40ms, 1, std::make_shared<Profile>(quick));
    add(40ms, 2);
    exchange(bus::long_frame(0x53, 1, 0xBD, {}), 1s);
    received.clear();
    exchange(bus::short_frame(0x40, 1), 10s);
    EXPECT_THAT(octets(), testing::IsEmpty());
    receiver.set_format({9600, bus::Parity::even, 1});
    exchange(bus::short_frame(0x40, 1), 20s, 9600);
    EXPECT_THAT(octets(), ElementsAre(0xE5));
    receiver.set_format({});
    exchange(bus::short_frame(0x40, 2), 30s);
    EXPECT_THAT(octets(), ElementsAre(0xE5, 0xE5));
}

TEST_F(MeterLineTest, finds_a_meter_by_its_name) {
    add(40ms);
    add(40ms);
    EXPECT_EQ(line.find("meter-1"), &line.meter(1));
    EXPECT_FALSE(line.find("meter-2"));
}

}  // namespace
}  // namespace otbench::meters
