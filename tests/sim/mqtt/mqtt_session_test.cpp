#include "sim/mqtt/mqtt_session.hpp"

#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

RoutedMessage message(int qos) {
    return {{"t", "x", qos, false}, Cause{3}};
}

std::uint16_t packet_id(const std::optional<CausedPacket>& packet) {
    return std::get<mqtt::Publish>(packet.value().packet).packet_id;
}

TEST(MqttSession, numbers_messages_from_one_and_never_with_zero) {
    MqttSession session{"dev", ClientNumber{1}, true};
    session.connection = ConnectionId{1};
    EXPECT_EQ(packet_id(session.deliver(message(0))), 0);
    EXPECT_EQ(packet_id(session.deliver(message(1))), 1);
    session.skip_packet_ids(0xFFFF - 2);
    EXPECT_EQ(packet_id(session.deliver(message(2))), 0xFFFF);
    EXPECT_EQ(packet_id(session.deliver(message(1))), 1);
}

TEST(MqttSession, keeps_messages_of_qos_1_and_2_for_an_absent_client_and_loses_those_of_qos_0) {
    MqttSession session{"dev", ClientNumber{1}, false};
    for (int qos = 0; qos <= 2; ++qos) EXPECT_FALSE(session.deliver(message(qos)));
    session.connection = ConnectionId{1};
    const auto packets = session.resume();
    ASSERT_EQ(packets.size(), 2U);
    for (const auto& packet : packets) {
        EXPECT_FALSE(std::get<mqtt::Publish>(packet.packet).dup);
        EXPECT_EQ(packet.cause, Cause{3});
        EXPECT_FALSE(packet.answer);
    }
}

TEST(MqttSession, repeats_on_return_only_what_is_unfinished) {
    MqttSession session{"dev", ClientNumber{1}, false};
    session.connection = ConnectionId{1};
    for (const int qos : {1, 1, 2, 2}) session.deliver(message(qos));  // ids 1 to 4
    session.acknowledged(mqtt::Puback{1});
    session.acknowledged(mqtt::Puback{3});  // of a QoS 2 message: not its handshake
    session.acknowledged(mqtt::Pubrec{3}, Cause::none);
    session.acknowledged(mqtt::Pubrec{4}, Cause::none);
    session.acknowledged(mqtt::Pubcomp{4});
    const auto packets = session.resume();
    ASSERT_EQ(packets.size(), 2U);
    EXPECT_EQ(std::get<mqtt::Publish>(packets[0].packet).packet_id, 2);
    EXPECT_TRUE(std::get<mqtt::Publish>(packets[0].packet).dup);
    EXPECT_EQ(std::get<mqtt::Pubrel>(packets[1].packet).packet_id, 3);
}

TEST(MqttSession, releases_a_held_message_once) {
    MqttSession session{"dev", ClientNumber{1}, true};
    session.hold(5, message(2));
    EXPECT_FALSE(session.release(4));
    EXPECT_TRUE(session.release(5));
    EXPECT_FALSE(session.release(5));
}

}  // namespace
}  // namespace otbench::sim
