#include "firmware_model/network/mqtt_client.hpp"

#include <gtest/gtest.h>

#include "tests/firmware_model/manual_processor.hpp"
#include "tests/firmware_model/recording_sink.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

class FakeNetwork : public NetworkPort {
public:
    void attach(NetworkEvents& /*device*/) override {}
    void wifi_connect(const std::string& /*ssid*/) override {}
    void resolve(const std::string& host) override { resolved = host; }
    void connect(const std::string& /*host*/, std::uint16_t /*port*/) override { ++connects; }
    void send(boost::span<const std::uint8_t> bytes, Cause cause) override {
        mqtt::PacketReader reader;
        reader.feed(bytes);
        sent.push_back(std::move(**reader.next()));
        causes.push_back(cause);
    }
    void disconnect() override {}
    void power_cycle() override {}

    std::string resolved;
    int connects = 0;
    std::vector<mqtt::Packet> sent;
    std::vector<Cause> causes;
};

class FakeFirmware : public MqttEvents {
public:
    void mqtt_connected(Cause /*cause*/) override { ++connected; }
    void mqtt_disconnected() override { ++disconnected; }
    void mqtt_warned(std::string_view text) override { warnings.emplace_back(text); }
    void mqtt_published() override { ++published; }
    void mqtt_received(const std::string& topic, const std::string* payload, Cause cause) override {
        received.push_back(topic + " " + (payload != nullptr ? *payload : "(null)"));
        last_cause = cause;
    }

    int connected = 0;
    int disconnected = 0;
    std::vector<std::string> warnings;
    int published = 0;
    std::vector<std::string> received;
    Cause last_cause = Cause::none;
};

class MqttClientTest : public testing::Test {
protected:
    MqttClient make_client(const std::string& host = "192.168.1.10", QuirkFixes fixes = {}) {
        return {processor, network, events, firmware, host, 1883, mqtt::Connect{}, fixes};
    }
    MqttClient make_client_without(Quirk quirk) {
        QuirkFixes fixes;
        fixes.fix(quirk);
        return make_client("192.168.1.10", fixes);
    }
    /// Brings `client` up to the broker's answer and empties what was sent.
    void bring_up(MqttClient& client, std::uint8_t return_code = 0) {
        client.connect();
        client.tcp_connected();
        client.tcp_sent();
        client.tcp_received(mqtt::encode(mqtt::Connack{false, return_code}), Cause::none);
        processor.advance(0ns);
        network.sent.clear();
        network.causes.clear();
    }
    static std::vector<std::uint8_t> segment(std::initializer_list<mqtt::Packet> packets) {
        std::vector<std::uint8_t> bytes;
        for (const auto& packet : packets) {
            const auto encoded = mqtt::encode(packet);
            bytes.insert(bytes.end(), encoded.begin(), encoded.end());
        }
        return bytes;
    }

    ManualProcessor processor;
    FakeNetwork network;
    RecordingSink events;
    FakeFirmware firmware;
};

TEST_F(MqttClientTest, asks_for_an_address_only_when_the_server_is_a_name) {
    auto by_address = make_client();
    by_address.connect();
    EXPECT_EQ(network.connects, 1);
    auto by_name = make_client("mqtt.example.net");
    by_name.connect();
    EXPECT_EQ(network.connects, 1);
    EXPECT_EQ(network.resolved, "mqtt.example.net");
    by_name.host_resolved(true);
    EXPECT_EQ(network.connects, 2);
}

TEST_F(MqttClientTest, takes_any_connack_for_success) {
    auto client = make_client();
    bring_up(client, 5);  // not authorised
    EXPECT_EQ(firmware.connected, 1);
}

TEST_F(MqttClientTest, sends_one_packet_an_acknowledgement) {
    auto client = make_client();
    bring_up(client);
    client.sender().publish("t", "1", 0, false, Cause{7});
    client.sender().publish("t", "2", 0, false, Cause{8});
    EXPECT_TRUE(network.sent.empty());  // not inside the running task
    processor.advance(0ns);
    ASSERT_EQ(network.sent.size(), 1U);
    EXPECT_EQ(network.causes[0], Cause{7});
    processor.advance(100ms);
    EXPECT_EQ(network.sent.size(), 1U);
    client.tcp_sent();
    EXPECT_EQ(network.sent.size(), 2U);
    EXPECT_FALSE(client.is_idle());
    client.tcp_sent();
    EXPECT_TRUE(client.is_idle());
}

TEST_F(MqttClientTest, sends_without_an_acknowledgement_when_five_ticks_are_over) {
    auto client = make_client();
    bring_up(client);
    client.sender().publish("t", "1", 0, false, Cause::none);
    processor.advance(5s);
    client.sender().publish("t", "2", 0, false, Cause::none);
    processor.advance(0ns);
    EXPECT_EQ(network.sent.size(), 2U);
}

TEST_F(MqttClientTest, numbers_publishes_with_an_acknowledgement_and_subscriptions) {
    auto client = make_client();
    bring_up(client);
    client.sender().publish("t", "1", 2, false, Cause::none);
    client.sender().publish("t", "2", 0, false, Cause::none);
    client.sender().subscribe("t", Cause::none);
    for (int i = 0; i < 3; ++i) {
        processor.advance(0ns);
        client.tcp_sent();
    }
    ASSERT_EQ(network.sent.size(), 3U);
    EXPECT_EQ(std::get<mqtt::Publish>(network.sent[0]).packet_id, 1);
    EXPECT_EQ(std::get<mqtt::Publish>(network.sent[1]).packet_id, 0);
    const auto& subscribe = std::get<mqtt::Subscribe>(network.sent[2]);
    EXPECT_EQ(subscribe.packet_id, 2);
    EXPECT_EQ(subscribe.filters[0].second, 0);  // whatever was asked for
}

TEST_F(MqttClientTest, pings_every_121_seconds) {
    auto client = make_client();
    bring_up(client);
    processor.advance(120s);
    EXPECT_TRUE(network.sent.empty());
    processor.advance(1s);
    ASSERT_EQ(network.sent.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<mqtt::Pingreq>(network.sent[0]));
    processor.advance(121s);
    EXPECT_EQ(network.sent.size(), 2U);
}

TEST_F(MqttClientTest, reconnects_at_the_sixth_tick_after_an_orderly_close) {
    auto client = make_client();
    bring_up(client);
    processor.advance(500ms);
    client.tcp_closed();
    EXPECT_EQ(firmware.disconnected, 1);
    processor.advance(5s);
    EXPECT_EQ(network.connects, 1);
    processor.advance(500ms);
    EXPECT_EQ(network.connects, 2);
}

TEST_F(MqttClientTest, does_not_tell_of_a_broken_connection_and_keeps_what_is_queued) {
    auto client = make_client();
    bring_up(client);
    client.tcp_failed();
    EXPECT_EQ(firmware.disconnected, 0);
    client.sender().publish("t", "kept", 0, false, Cause::none);
    processor.advance(6s);
    EXPECT_TRUE(network.sent.empty());
    client.tcp_connected();
    client.tcp_sent();
    client.tcp_received(mqtt::encode(mqtt::Connack{}), Cause::none);
    processor.advance(0ns);
    ASSERT_EQ(network.sent.size(), 2U);  // CONNECT, then what was queued
    EXPECT_EQ(std::get<mqtt::Publish>(network.sent[1]).payload, "kept");
}

TEST_F(MqttClientTest, ignores_what_follows_an_acknowledgement_in_a_segment) {
    auto client = make_client();
    bring_up(client);
    client.tcp_received(
        segment({mqtt::Publish{"t", "1"}, mqtt::Publish{"t", "2"}, mqtt::Suback{1, {0}}, mqtt::Publish{"t", "lost"}}),
        Cause{9});
    EXPECT_EQ(firmware.received, (std::vector<std::string>{"t 1", "t 2"}));
    EXPECT_EQ(firmware.last_cause, Cause{9});
}

TEST_F(MqttClientTest, drops_a_segment_that_fills_its_buffer) {
    auto client = make_client();
    bring_up(client);
    const mqtt::Publish fits{"t", std::string(1023 - 3 - 3, 'x')};  // fixed header 3, topic 3
    ASSERT_EQ(mqtt::encode(fits).size(), 1023U);
    client.tcp_received(mqtt::encode(fits), Cause::none);
    EXPECT_EQ(firmware.received.size(), 1U);
    client.tcp_received(mqtt::encode(mqtt::Publish{"t", fits.payload + "x"}), Cause::none);
    EXPECT_EQ(firmware.received.size(), 1U);
}

TEST_F(MqttClientTest, acknowledges_before_it_delivers) {
    auto client = make_client();
    bring_up(client);
    client.tcp_received(segment({mqtt::Publish{"t", "x", 1, false, false, 5}}), Cause::none);
    client.sender().publish("t", "reply", 0, false, Cause::none);
    processor.advance(0ns);
    client.tcp_sent();
    ASSERT_EQ(network.sent.size(), 2U);
    EXPECT_EQ(std::get<mqtt::Puback>(network.sent[0]).packet_id, 5);
}

TEST_F(MqttClientTest, has_no_payload_for_an_empty_acknowledged_message_at_the_end_of_a_segment) {
    auto client = make_client();
    bring_up(client);
    client.tcp_received(segment({mqtt::Publish{"t", ""}}), Cause::none);
    client.tcp_received(segment({mqtt::Publish{"t", "", 1, false, false, 5}, mqtt::Publish{"t", "x"}}), Cause::none);
    client.tcp_received(segment({mqtt::Publish{"t", "", 1, false, false, 6}}), Cause::none);
    EXPECT_EQ(firmware.received, (std::vector<std::string>{"t ", "t ", "t x", "t (null)"}));
}

TEST_F(MqttClientTest, survives_any_octets) {
    auto client = make_client();
    bring_up(client);
    client.tcp_received(std::vector<std::uint8_t>{0x00}, Cause::none);
    client.tcp_received(std::vector<std::uint8_t>{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, Cause::none);
    client.tcp_received(std::vector<std::uint8_t>{0x30, 0x05, 0x00, 0x09, 't'}, Cause::none);
    EXPECT_TRUE(firmware.received.empty());
}

TEST_F(MqttClientTest, heeds_a_refusal_when_that_is_corrected) {
    auto client = make_client_without(Quirk::connack_unchecked);
    bring_up(client, 5);
    EXPECT_EQ(firmware.connected, 0);
    processor.advance(7s);
    EXPECT_EQ(network.connects, 2);
}

TEST_F(MqttClientTest, reads_on_behind_an_acknowledgement_when_that_is_corrected) {
    auto client = make_client_without(Quirk::rest_of_segment_lost);
    bring_up(client);
    client.tcp_received(segment({mqtt::Puback{1}, mqtt::Publish{"t", "command"}}), Cause::none);
    EXPECT_EQ(firmware.received, (std::vector<std::string>{"t command"}));
}

TEST_F(MqttClientTest, ignores_retained_messages_when_that_is_corrected) {
    auto client = make_client_without(Quirk::obeys_retained);
    bring_up(client);
    client.tcp_received(segment({mqtt::Publish{"t", "old", 0, true}, mqtt::Publish{"t", "new"}}), Cause::none);
    EXPECT_EQ(firmware.received, (std::vector<std::string>{"t new"}));
}

TEST_F(MqttClientTest, reports_a_broken_connection_when_that_is_corrected) {
    auto client = make_client_without(Quirk::broken_connection_unnoticed);
    bring_up(client);
    client.tcp_failed();
    EXPECT_EQ(firmware.disconnected, 1);
}

TEST_F(MqttClientTest, keeps_all_of_a_burst_when_that_is_corrected) {
    auto client = make_client_without(Quirk::queue_overflows);
    bring_up(client);
    for (int i = 0; i < 50; ++i) client.sender().publish("t", std::string(200, 'x'), 0, false, Cause::none);
    EXPECT_TRUE(firmware.warnings.empty());
    for (int i = 0; i < 50; ++i) {
        processor.advance(0ns);
        client.tcp_sent();
    }
    EXPECT_EQ(network.sent.size(), 50U);
}

TEST_F(MqttClientTest, warns_of_what_it_drops) {
    auto client = make_client();
    bring_up(client);
    client.sender().publish("t", std::string(3000, 'x'), 0, false, Cause::none);
    client.sender().publish("t", std::string(3000, 'x'), 0, false, Cause::none);
    EXPECT_EQ(firmware.warnings.at(0), "Queue full");
    client.tcp_received(std::vector<std::uint8_t>(1024), Cause::none);
    EXPECT_EQ(firmware.warnings.back(), "Message too long");
}

}  // namespace
}  // namespace otbench::firmware
