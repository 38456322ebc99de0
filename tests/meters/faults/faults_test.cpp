#include "meters/faults/faults.hpp"

#include <gmock/gmock.h>

#include <set>

#include "meters/line/link_faults.hpp"
#include "meters/meter_settings.hpp"
#include "tests/meters/line.hpp"
#include "tests/meters/shipped_profile.hpp"
#include "tests/meters/silent_events.hpp"
#include "tests/support/program.hpp"

namespace otbench::meters {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// A meter with faults at address 1, and what a perfect receiver reads of it.
class FaultTest : public testing::Test, public CurrentOutput {
protected:
    FaultTest() {
        meter.connect(*this, events);
        meter.power(0s, true);
        run(1s);
        now = 1s;
    }

    void set(const std::string& key, const std::string& text) {
        const auto done = apply_setting(meter, key, text);
        EXPECT_TRUE(done) << done.error().message;
    }

    /// What comes back within `time` from the start of a request.
    OctetBuffer ask(const OctetBuffer& octets, Nanoseconds time = 3s) {
        received.clear();
        first_at.reset();
        const Nanoseconds start = now;
        for (const auto& edge : edges_of(octets, start)) {
            run(edge.at);
            meter.line(edge.at, edge.level, Cause::none);
        }
        request_end = end_of(octets.size(), start);
        now = start + time;
        run(now);
        read(now);
        OctetBuffer found;
        for (const auto& character : received) found.push_back(character.octet);
        return found;
    }
    OctetBuffer nke() { return ask(bus::short_frame(0x40, 1)); }
    OctetBuffer data() {
        toggle = !toggle;
        return ask(bus::short_frame(toggle ? 0x7B : 0x5B, 1));
    }
    Nanoseconds delay() const { return *first_at - request_end; }

    void run(Nanoseconds until) {
        for (auto due = meter.next_wake(); due && *due <= until; due = meter.next_wake()) meter.wake(*due);
    }
    void space_current(Nanoseconds at, bool on, Cause) override {
        if (!first_at) first_at = at;
        read(at);
        receiver.edge(at, !on);
    }
    void read(Nanoseconds until) {
        while (const auto character = receiver.advance(until)) received.push_back(*character);
    }
    std::size_t damaged() const {
        return static_cast<std::size_t>(std::count_if(received.begin(), received.end(), [](const auto& character) {
            return !character.parity_ok || !character.framing_ok;
        }));
    }

    SilentEvents events;
    bus::UartReceiver receiver{bus::UartFormat{}};
    std::vector<bus::UartCharacter> received;
    std::optional<Nanoseconds> first_at;
    Nanoseconds request_end{};
    Nanoseconds now{};
    bool toggle = false;
    Meter meter{cf_echo_2(), "meter", 1};
};

constexpr std::size_t telegram_octets = 83;
const OctetBuffer e5 = {0xE5};

TEST_F(FaultTest, are_all_off_at_first) {
    EXPECT_EQ(nke(), e5);
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    EXPECT_EQ(damaged(), 0u);
    for (const FaultEntry& fault : fault_entries())
        EXPECT_FALSE(fault.get(meter.faults()).empty() && fault.name != "extra-bytes") << fault.name;
}

TEST_F(FaultTest, are_all_in_the_manual) {
    const std::string manual = tests::read_file(tests::source_file("docs/user/meters.md"));
    for (const FaultEntry& fault : fault_entries())
        EXPECT_NE(manual.find("| `" + std::string{fault.name} + "` |"), std::string::npos) << fault.name;
    for (const LinkFaultEntry& fault : link_fault_entries())
        EXPECT_NE(manual.find("| `" + std::string{fault.name} + "` |"), std::string::npos) << fault.name;
}

TEST_F(FaultTest, mute_and_every_nth) {
    set("mute", "yes");
    EXPECT_THAT(nke(), IsEmpty());
    set("mute", "no");
    set("answers-every", "3");
    EXPECT_THAT(nke(), IsEmpty());
    EXPECT_THAT(nke(), IsEmpty());
    EXPECT_EQ(nke(), e5);
}

TEST_F(FaultTest, answer_at_another_time) {
    set("answer-delay", "1100 ms");
    EXPECT_EQ(nke(), e5);
    EXPECT_LE(std::chrono::abs(delay() - 1100ms), 2ns);
    set("answer-delay", "5 bit");
    EXPECT_EQ(nke(), e5);
    EXPECT_LE(std::chrono::abs(delay() - bus::UartFormat{}.bit_start(5)), 2ns);
    set("answer-jitter", "100 ms");
    std::set<Nanoseconds> delays;
    for (int i = 0; i < 10; ++i) {
        nke();
        EXPECT_LE(delay(), 103ms);
        delays.insert(delay());
    }
    EXPECT_GT(delays.size(), 5u);
}

TEST_F(FaultTest, change_the_contents_of_an_answer) {
    set("wrong-checksum", "yes");
    EXPECT_FALSE(bus::parse_frame(data()));
    set("wrong-checksum", "no");
    set("wrong-address", "77");
    set("wrong-id", "99999999");
    const auto answer = data();
    ASSERT_TRUE(bus::parse_frame(answer));
    EXPECT_EQ(bus::parse_frame(answer)->address, 77);
    EXPECT_EQ(answer[7], 0x99);
    set("access-number-jump", "10");
    const auto jumped = data(), again = data();
    EXPECT_EQ(static_cast<std::uint8_t>(again[15] - jumped[15]), 11);
    set("truncate", "20");
    EXPECT_THAT(data(), SizeIs(20));
    set("truncate", "0");
    set("extra-bytes", "E5 E5");
    EXPECT_THAT(data(), SizeIs(telegram_octets + 2));
}

TEST_F(FaultTest, say_that_more_follows_for_ever) {
    set("more-follows", "yes");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(data()[telegram_octets - 5], 0x1F);
}

TEST_F(FaultTest, send_manufacturer_specific_data_until_reset) {
    set("vendor-until-nke", "yes");
    EXPECT_EQ(data()[6], 0xB7);
    nke();
    EXPECT_EQ(data()[6], 0x72);
}

TEST_F(FaultTest, damage_characters_in_transit) {
    set("parity-errors", "100 %");
    data();
    EXPECT_EQ(damaged(), telegram_octets);
    set("parity-errors", "0 %");
    set("bit-errors", "1 %");
    data();
    EXPECT_GT(damaged(), 0u);
    EXPECT_LT(damaged(), telegram_octets / 2);
    set("bit-errors", "0 %");
    set("parity", "odd");
    EXPECT_THAT(data(), IsEmpty());  // it also receives with odd parity
}

TEST_F(FaultTest, drift_its_clock) {
    set("baud-drift", "3 %");
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    EXPECT_EQ(damaged(), 0u);
    set("baud-drift", "-12 %");
    EXPECT_NE(nke(), e5);
}

TEST_F(FaultTest, pause_within_an_answer) {
    set("gap-after", "20");
    set("gap", "150 ms");
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    EXPECT_GE(received[20].start - received[19].start, 154ms);
    EXPECT_LE(received[19].start - received[18].start, 5ms);
}

TEST_F(FaultTest, need_a_breath_after_an_answer) {
    set("deaf-after-ack", "500 ms");
    EXPECT_EQ(ask(bus::short_frame(0x40, 1), 300ms), e5);
    EXPECT_THAT(ask(bus::short_frame(0x40, 1), 300ms), IsEmpty());
    now += 1s;
    EXPECT_EQ(nke(), e5);
}

TEST_F(FaultTest, sleep_until_woken_by_a_preamble) {
    set("wake-up", "100");
    set("awake-for", "2 s");
    EXPECT_THAT(nke(), IsEmpty());
    OctetBuffer woken(120, 0x55);
    const auto request = bus::short_frame(0x40, 1);
    woken.insert(woken.end(), request.begin(), request.end());
    EXPECT_EQ(ask(woken, 1s), e5);
    EXPECT_EQ(nke(), e5);
    now += 3s;
    EXPECT_THAT(nke(), IsEmpty());
}

TEST_F(FaultTest, need_an_application_reset_that_expires) {
    set("needs", "application-reset");
    set("forgets-after", "60 s");
    EXPECT_THAT(data(), IsEmpty());
    EXPECT_EQ(nke(), e5);
    EXPECT_EQ(ask(bus::long_frame(0x53, 1, 0x50, OctetBuffer{0x00})), e5);
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    now += 61s;
    EXPECT_THAT(data(), IsEmpty());
}

TEST_F(FaultTest, ration_answers_by_the_day) {
    set("daily-limit", "2");
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    EXPECT_THAT(data(), IsEmpty());
    EXPECT_EQ(nke(), e5);
    now += 24h;
    EXPECT_THAT(data(), SizeIs(telegram_octets));
    set("daily-limit-carries", "yes");
    now += 48h;
    for (int i = 0; i < 5; ++i) EXPECT_THAT(data(), SizeIs(telegram_octets)) << i;
    EXPECT_THAT(data(), IsEmpty());
}

TEST_F(FaultTest, give_old_data_when_the_ration_is_spent) {
    set("daily-limit", "1");
    set("daily-limit-reached", "old-data");
    const auto first = data();
    EXPECT_THAT(first, SizeIs(telegram_octets));
    set("energy", "9999 kWh");
    EXPECT_EQ(data(), first);  // access number and all
    now += 24h;
    EXPECT_NE(data(), first);
}

TEST_F(FaultTest, take_their_time_after_the_power_has_come) {
    set("start-up-time", "3 s");
    meter.power(now, false);
    meter.power(now += 1s, true);
    EXPECT_THAT(ask(bus::short_frame(0x40, 1), 2s), IsEmpty());
    now += 2s;
    EXPECT_EQ(nke(), e5);
}

TEST_F(FaultTest, show_zeros_until_the_identity_is_known) {
    const auto select = [&](const OctetBuffer& device) { return ask(bus::long_frame(0x53, 253, 0x52, device)); };
    const OctetBuffer own{0x60, 0x31, 0x27, 0x14, 0x77, 0x04, 0x09, 0x04}, module{0, 0, 0, 0, 0x77, 0x04, 0x09, 0};
    set("identity-delay", "120 s");
    EXPECT_EQ(select(module), e5);
    EXPECT_THAT(select(own), IsEmpty());
    auto telegram = data();
    ASSERT_THAT(telegram, SizeIs(telegram_octets));
    EXPECT_EQ(OctetBuffer(telegram.begin() + 7, telegram.begin() + 15), module);
    now += 120s;
    EXPECT_THAT(select(module), IsEmpty());
    EXPECT_EQ(select(own), e5);
    telegram = data();
    EXPECT_EQ(OctetBuffer(telegram.begin() + 7, telegram.begin() + 15), own);
}

TEST_F(FaultTest, receive_damaged_characters_when_tolerant) {
    set("parity", "odd");
    EXPECT_THAT(nke(), IsEmpty());
    set("framing-tolerant", "yes");
    EXPECT_THAT(nke(), SizeIs(1));
}

TEST_F(FaultTest, sends_random_bytes_unasked) {
    set("spurious-transmission", "10 s");
    nke();
    EXPECT_THAT(ask({}, 60s), SizeIs(testing::Gt(20u)));
    set("spurious-transmission", "0 s");
    EXPECT_EQ(nke(), e5);
    EXPECT_FALSE(meter.next_wake());
}

TEST_F(FaultTest, repeat_the_first_telegram_for_ever) {
    set("fcb", "stuck");
    const auto first = data();
    EXPECT_EQ(data(), first);
    EXPECT_EQ(data(), first);
}

TEST_F(FaultTest, are_the_same_with_the_same_seed) {
    set("bit-errors", "2 %");
    set("fault-seed", "7");
    const auto first = data();
    Meter twin{cf_echo_2(), "meter", 1};
    twin.connect(*this, events);
    EXPECT_TRUE(apply_setting(twin, "fault-seed", "7"));
    EXPECT_TRUE(apply_setting(twin, "bit-errors", "2 %"));
    EXPECT_EQ(setting_of(twin, "bit-errors").value(), "2 %");
    EXPECT_NE(first, data());  // random goes on
}

}  // namespace
}  // namespace otbench::meters
