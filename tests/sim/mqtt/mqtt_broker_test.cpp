// What follows from MQTT shows in broker_behaviour_test.cpp; here is what no real broker can show.

#include "sim/mqtt/mqtt_broker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/mqtt/broker_conversation.hpp"

namespace otbench::sim {
namespace {

using ::testing::ElementsAre;

constexpr ConnectionId one{1};

MqttBroker broker_with_device(std::uint16_t keep_alive_s) {
    MqttBroker broker;
    broker.open(one);
    auto connect = device_connect("dev");
    connect.keep_alive_s = keep_alive_s;
    (void)broker.send(one, mqtt::encode(connect), Cause{4});
    return broker;
}

TEST(MqttBroker, tolerates_silence_for_one_and_a_half_keep_alives) {
    EXPECT_EQ(broker_with_device(120).silence_limit(one), std::chrono::seconds{180});
    EXPECT_EQ(broker_with_device(1).silence_limit(one), std::chrono::milliseconds{1500});
    EXPECT_EQ(broker_with_device(0).silence_limit(one), std::nullopt);
    EXPECT_EQ(MqttBroker{}.silence_limit(one), std::nullopt);
}

TEST(MqttBroker, gives_a_will_the_cause_of_its_connect_when_the_device_vanishes) {
    auto broker = broker_with_device(120);
    (void)broker.subscribe("#", 2);
    EXPECT_THAT(transcript(broker.expire(one)), ElementsAre("1: closed", "bench: gone 'offline' qos 0 cause 4"));
    EXPECT_FALSE(broker.is_open(one));
}

TEST(MqttBroker, survives_every_octet_in_place_of_every_other_in_a_conversation) {
    const auto conversation = [] {
        std::vector<std::uint8_t> octets;
        for (const mqtt::Packet& packet :
             {mqtt::Packet{device_connect("d")}, mqtt::Packet{mqtt::Subscribe{1, {{"a/#", 2}}}},
              mqtt::Packet{mqtt::Publish{"a/b", "x", 2, true, false, 2}}, mqtt::Packet{mqtt::Pubrel{2}},
              mqtt::Packet{mqtt::Pubrec{1}}, mqtt::Packet{mqtt::Disconnect{}}}) {
            const auto more = mqtt::encode(packet);
            octets.insert(octets.end(), more.begin(), more.end());
        }
        return octets;
    }();
    for (std::size_t at = 0; at < conversation.size(); ++at) {
        for (int value = 0; value < 256; value += 3) {
            MqttBroker broker;
            broker.open(one);
            auto octets = conversation;
            octets[at] = static_cast<std::uint8_t>(value);
            (void)broker.send(one, octets, Cause::none);
            (void)broker.close(one);
            EXPECT_FALSE(broker.is_open(one));
        }
    }
}

}  // namespace
}  // namespace otbench::sim
