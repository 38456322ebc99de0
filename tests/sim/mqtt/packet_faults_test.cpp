#include "sim/mqtt/packet_faults.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace otbench::sim {
namespace {

using namespace std::chrono_literals;

const std::vector<std::uint8_t> publish{0x30, 0x05, 0x00, 0x01, 'a', 'o', 'k'};  // PUBLISH, QoS 0, topic "a"
const std::vector<std::uint8_t> connack{0x20, 0x02, 0x00, 0x00};

PacketChoice choice(std::string_view text) {
    return *parse_packet_choice(text);
}

TEST(PacketChoice, is_a_type_with_or_without_a_direction) {
    EXPECT_EQ(choice("PUBLISH").type, 3);
    EXPECT_EQ(choice("PUBLISH").direction, std::nullopt);
    EXPECT_EQ(choice("DISCONNECT from device").type, 14);
    EXPECT_EQ(choice("DISCONNECT from device").direction, PacketDirection::from_device);
    EXPECT_EQ(choice("PUBACK to device").direction, PacketDirection::to_device);
    for (const std::string_view wrong : {"", "publish", "PUBLISH to broker", "PUBLISH to device to device"})
        EXPECT_FALSE(parse_packet_choice(wrong)) << wrong;
}

TEST(PacketCut, names_a_packet_and_a_number_of_bytes) {
    const auto cut = parse_packet_cut("PUBLISH from device after 7 bytes");
    ASSERT_TRUE(cut);
    EXPECT_EQ(cut->packet.type, 3);
    EXPECT_EQ(cut->after, 7U);
    EXPECT_EQ(parse_packet_cut("PUBACK after 1 byte")->after, 1U);
    for (const std::string_view wrong : {"PUBLISH", "PUBLISH after 7", "PUBLISH after -1 bytes", "X after 7 bytes"})
        EXPECT_FALSE(parse_packet_cut(wrong)) << wrong;
}

TEST(PacketPath, is_sound_by_default) {
    PacketPath path;
    const auto passage = path.pass(PacketDirection::to_device, publish, 5s, 3ms);
    EXPECT_EQ(passage.copies, (std::vector<std::vector<std::uint8_t>>{publish}));
    EXPECT_EQ(passage.delay, 3ms);
    EXPECT_FALSE(passage.cut);
}

TEST(PacketPath, damages_the_next_packet_of_its_choice_once) {
    PacketPath path;
    PacketFaults faults;
    faults.drop = choice("PUBLISH from device");
    faults.corrupt = choice("CONNACK");
    path.set_faults(faults);
    EXPECT_EQ(path.pass(PacketDirection::to_device, publish, 0s, 3ms).copies.size(), 1U);
    EXPECT_EQ(path.pass(PacketDirection::from_device, publish, 0s, 0ms).copies.size(), 0U);
    EXPECT_EQ(path.pass(PacketDirection::from_device, publish, 0s, 0ms).copies.size(), 1U);
    EXPECT_EQ(path.pass(PacketDirection::to_device, connack, 0s, 3ms).copies.at(0).back(), 0xFF);
    EXPECT_EQ(path.pass(PacketDirection::to_device, connack, 0s, 3ms).copies.at(0), connack);
}

TEST(PacketPath, duplicates_and_cuts) {
    PacketPath path;
    PacketFaults faults;
    faults.duplicate = choice("CONNACK");
    faults.cut = parse_packet_cut("PUBLISH after 4 bytes").value();
    path.set_faults(faults);
    EXPECT_EQ(path.pass(PacketDirection::to_device, connack, 0s, 3ms).copies, (std::vector{connack, connack}));
    const auto cut = path.pass(PacketDirection::from_device, publish, 0s, 0ms);
    EXPECT_TRUE(cut.cut);
    EXPECT_EQ(cut.copies, (std::vector<std::vector<std::uint8_t>>{{0x30, 0x05, 0x00, 0x01}}));
}

TEST(PacketPath, delays_packets_and_keeps_their_order) {
    PacketPath path;
    PacketFaults faults;
    faults.latency = 100ms;
    faults.jitter = 50ms;
    path.set_faults(faults);
    Nanoseconds last{};
    for (Nanoseconds now{}; now < 1s; now += 1ms) {
        const Nanoseconds arrival = now + path.pass(PacketDirection::to_device, publish, now, 3ms).delay;
        EXPECT_GE(arrival, now + 103ms);
        EXPECT_LT(arrival, now + 153ms);
        EXPECT_GE(arrival, last);
        last = arrival;
    }
    EXPECT_GE(path.closing_delay(PacketDirection::to_device, 999ms, 3ms), last - 999ms);
}

TEST(PacketPath, is_as_random_as_its_seed_and_the_time) {
    const auto delay = [](std::uint64_t seed, Nanoseconds at) {
        PacketPath path;
        PacketFaults faults;
        faults.seed = seed;
        faults.jitter = 50ms;
        path.set_faults(faults);
        return path.pass(PacketDirection::to_device, publish, at, 3ms).delay;
    };
    EXPECT_EQ(delay(1, 5s), delay(1, 5s));
    EXPECT_NE(delay(1, 5s), delay(2, 5s));
    EXPECT_NE(delay(1, 5s), delay(1, 6s));
}

TEST(PacketPath, limits_the_rate_and_repeats_lost_packets_after_a_second) {
    PacketPath path;
    PacketFaults faults;
    faults.rate = 1000;
    path.set_faults(faults);
    EXPECT_EQ(path.pass(PacketDirection::from_device, publish, 1s, 0ms).delay, 7ms);
    EXPECT_EQ(path.pass(PacketDirection::from_device, publish, 1s, 0ms).delay, 14ms);
    faults = {};
    faults.loss = 1;
    path.set_faults(faults);
    EXPECT_EQ(path.pass(PacketDirection::to_device, publish, 10s, 3ms).delay, 63s + 3ms);  // 1 + 2 + ... + 32 s
}

TEST(PacketPath, delays_only_the_answer_to_a_connect_by_the_delay_of_a_connack) {
    PacketPath path;
    PacketFaults faults;
    faults.connack_delay = 3s;
    path.set_faults(faults);
    EXPECT_EQ(path.pass(PacketDirection::to_device, publish, 0s, 3ms).delay, 3ms);
    EXPECT_EQ(path.pass(PacketDirection::to_device, connack, 0s, 3ms).delay, 3003ms);
}

}  // namespace
}  // namespace otbench::sim
