#include "firmware_model/network/packet_queue.hpp"

#include <gtest/gtest.h>

#include <fmt/core.h>

namespace otbench::firmware {
namespace {

QueuedPacket packet(std::vector<std::uint8_t> bytes, Cause cause = Cause::none) {
    return {mqtt::Pingreq{}, std::move(bytes), cause};
}

QueuedPacket packet_of_size(std::size_t stored) {
    return packet(std::vector<std::uint8_t>(stored - 2, 0x00));  // one octet before, one after
}

TEST(PacketQueue, gives_packets_back_in_order_with_their_causes) {
    PacketQueue queue;
    queue.push(packet({0x01}, Cause{1}));
    queue.push(packet({0x02}, Cause{2}));
    EXPECT_EQ(queue.pop()->cause, Cause{1});
    EXPECT_EQ(queue.pop()->cause, Cause{2});
    EXPECT_FALSE(queue.pop());
    EXPECT_EQ(queue.used(), 0U);
}

TEST(PacketQueue, escapes_its_own_delimiters) {
    PacketQueue queue;
    queue.push(packet({
        0x7C,              // one octet
        0x7D, 0x7E, 0x7F,  // two each
        0x80,              // one
    }));
    EXPECT_EQ(queue.used(), 8U + 2U);
}

TEST(PacketQueue, can_use_every_octet) {
    PacketQueue queue;
    EXPECT_TRUE(queue.push(packet_of_size(PacketQueue::capacity)));
    EXPECT_EQ(queue.used(), PacketQueue::capacity);
}

TEST(PacketQueue, keeps_the_begin_of_what_did_not_fit_until_it_is_read_past) {
    PacketQueue queue;
    queue.push(packet_of_size(4000));
    EXPECT_FALSE(queue.push(packet_of_size(100)));
    EXPECT_EQ(queue.used(), PacketQueue::capacity);
    EXPECT_TRUE(queue.pop());
    EXPECT_EQ(queue.used(), 96U);
    EXPECT_TRUE(queue.push(packet_of_size(4000)));
    EXPECT_TRUE(queue.pop());
    EXPECT_EQ(queue.used(), 0U);
}

TEST(PacketQueue, evicts_the_oldest_packets_until_the_new_one_fits) {
    PacketQueue queue;
    queue.push(packet_of_size(100));
    queue.push(packet_of_size(300));
    queue.push(packet_of_size(3600));
    EXPECT_EQ(queue.push_evicting(packet_of_size(200)), 2);  // the first leaves too little, the second enough
    EXPECT_EQ(queue.pop()->bytes.size(), 3600U - 2);
    EXPECT_EQ(queue.pop()->bytes.size(), 200U - 2);
    EXPECT_FALSE(queue.pop());
}

TEST(PacketQueue, refuses_what_is_larger_than_the_ring) {
    PacketQueue queue;
    queue.push(packet_of_size(100));
    EXPECT_GT(queue.push_evicting(packet_of_size(PacketQueue::capacity + 1)), 0);
    EXPECT_FALSE(queue.pop());
}

TEST(PacketQueue, loses_the_first_thirteen_messages_of_a_configuration_dump) {
    // Spec: firmware, section 4.1.1: of the length message, 42 data messages and the final error only data messages
    // 13 to 42 and the error survive when the status topic has 28 characters.
    PacketQueue queue;
    const auto push = [&](const std::string& payload, std::uint8_t qos, std::uint64_t id) {
        const mqtt::Publish message{
            "/otb-iot/5ccf7f2ab91c/status", payload, qos, false, false, static_cast<std::uint16_t>(qos > 0 ? 6 : 0)};
        queue.push_evicting({message, mqtt::encode(message), Cause{id}});
    };
    push("ok:len.1316", 0, 0);
    for (std::uint64_t i = 1; i <= 41; ++i) push("data:" + std::string(95, '0'), 0, i);
    push("data:00/00/00/00", 0, 42);
    push("error:end", 2, 43);
    for (std::uint64_t id = 13; id <= 43; ++id) EXPECT_EQ(queue.pop()->cause, Cause{id});
    EXPECT_FALSE(queue.pop());
}

}  // namespace
}  // namespace otbench::firmware
