// Meters that send unasked.
#include <gmock/gmock.h>

#include "meters/meter_settings.hpp"
#include "meters/profile/profile_index.hpp"
#include "tests/meters/gateway_line.hpp"
#include "tests/meters/shipped_profile.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const OctetBuffer call{0x10, 0x40, 0xF0, 0x30, 0x16};

class PushTest : public testing::Test {
protected:
    void add(const std::string& name) {
        const auto profile = load_profile(OTBENCH_SOURCE_DIR "/meters/profiles/" + name + ".yaml");
        line.add(std::make_unique<Meter>(*profile, name, 7));
    }
    void set_interval(const char* text) {
        MeterLine& meters = line.gateway().line();
        meters.refresh(line.now());
        ASSERT_TRUE(apply_setting(meters.meter(0), "push-interval", text));
        meters.refresh(line.now());
    }
    /// What comes within `limit`, until the line has been silent for 30 ms.
    OctetBuffer receive(Nanoseconds limit) {
        OctetBuffer all;
        for (OctetBuffer octets = line.receive(limit); !octets.empty(); octets = line.receive(30ms))
            all.insert(all.end(), octets.begin(), octets.end());
        return all;
    }

    GatewayLine line;
};

TEST_F(PushTest, sends_a_telegram_at_its_interval) {
    add("sending-meter");
    const auto first = receive(10s);
    const auto frame = bus::parse_frame(first);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->control, bus::control::RSP_UD);
    EXPECT_EQ(frame->address, 7);
    EXPECT_EQ(frame->ci, 0x72);
    const Nanoseconds after_first = line.now();
    const auto second = receive(10s);
    EXPECT_EQ(second.size(), first.size());
    EXPECT_NE(second, first) << "the access number has to grow";
    EXPECT_NEAR(static_cast<double>((line.now() - after_first).count()), 5e9, 1e6);
}

TEST_F(PushTest, calls_a_peer_and_sends_once_that_has_acknowledged) {
    add("calling-meter");
    EXPECT_EQ(receive(70s), call);
    line.send(OctetBuffer{0xE5});
    const auto frame_octets = receive(1s);
    const auto frame = bus::parse_frame(frame_octets);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->control, 0x53);
    EXPECT_EQ(frame->address, 0xF0);
    EXPECT_EQ(frame->ci, 0x5B);
    line.send(OctetBuffer{0xE5});
    EXPECT_THAT(receive(1s), IsEmpty());
    EXPECT_EQ(receive(70s), call);
}

TEST_F(PushTest, sends_nothing_but_its_call_while_the_peer_is_silent_or_late) {
    add("calling-meter");
    EXPECT_EQ(receive(70s), call);
    EXPECT_THAT(receive(1s), IsEmpty());
    line.send(OctetBuffer{0xE5});
    EXPECT_THAT(receive(1s), IsEmpty());
    EXPECT_EQ(receive(70s), call);
}

TEST_F(PushTest, answers_a_master_between_its_calls) {
    add("calling-meter");
    line.send(bus::short_frame(bus::control::SND_NKE, 7));
    EXPECT_THAT(receive(1s), ElementsAre(0xE5));
    EXPECT_EQ(receive(70s), call);
}

TEST_F(PushTest, begins_and_ends_with_the_setting) {
    line.add(std::make_unique<Meter>(cf_echo_2(), "heat", 7));
    EXPECT_THAT(receive(100s), IsEmpty());
    set_interval("2 s");
    EXPECT_EQ(receive(3s).size(), 83u);
    set_interval("0 s");
    EXPECT_THAT(receive(100s), IsEmpty());
}

}  // namespace
}  // namespace otbench::meters
