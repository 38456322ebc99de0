#include "base/mqtt/mqtt_packet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace otbench::mqtt {
namespace {

using Bytes = std::vector<std::uint8_t>;
using ::testing::ElementsAre;

/// The single packet in `bytes`, as the packet type `P`.
template <typename P>
P decoded(const Bytes& bytes) {
    PacketReader reader;
    reader.feed(bytes);
    const auto packet = reader.next();
    if (packet.has_error()) throw std::runtime_error{std::string{describe(packet.error())}};
    return std::get<P>(packet->value());
}

std::optional<PacketError> error_in(const Bytes& bytes) {
    PacketReader reader;
    reader.feed(bytes);
    const auto packet = reader.next();
    return packet.has_error() ? std::optional{packet.error()} : std::nullopt;
}

TEST(MqttPacket, writes_the_connect_of_an_mqtt_3_1_client_with_will_and_credentials) {
    Connect connect;
    connect.client_id = "id";
    connect.will = Will{"w", "offline", 1, true};
    connect.username = "u";
    connect.password = "p";
    EXPECT_THAT(encode(connect), ElementsAre(0x10, 34,                               // CONNECT, remaining length
                                             0, 6, 'M', 'Q', 'I', 's', 'd', 'p', 3,  // protocol name and level
                                             0xEE,            // user, password, will retain, QoS 1, clean
                                             0, 120,          // keep-alive 120 s
                                             0, 2, 'i', 'd',  // client id
                                             0, 1, 'w',       // will topic
                                             0, 7, 'o', 'f', 'f', 'l', 'i', 'n', 'e',  // will message
                                             0, 1, 'u', 0, 1, 'p'));                   // user name, password
}

TEST(MqttPacket, reads_back_the_connect_it_wrote) {
    Connect connect;
    connect.client_id = "otb-iot.5ccf7f0b583b";
    connect.clean_session = false;
    connect.keep_alive_s = 0x1234;
    connect.will = Will{"/otb-iot/5ccf7f0b583b/status", "offline", 2, false};
    connect.password = std::string("\0x", 2);
    connect.username = "";
    const auto read = decoded<Connect>(encode(connect));
    EXPECT_EQ(read.protocol, "MQIsdp");
    EXPECT_EQ(read.level, 3);
    EXPECT_FALSE(read.clean_session);
    EXPECT_EQ(read.keep_alive_s, 0x1234);
    EXPECT_EQ(read.client_id, connect.client_id);
    ASSERT_TRUE(read.will);
    EXPECT_EQ(read.will->topic, connect.will->topic);
    EXPECT_EQ(read.will->payload, "offline");
    EXPECT_EQ(read.will->qos, 2);
    EXPECT_FALSE(read.will->retain);
    EXPECT_EQ(read.username, connect.username);
    EXPECT_EQ(read.password, connect.password);
}

TEST(MqttPacket, reads_an_mqtt_3_1_connect_whose_announced_credentials_are_missing) {
    const auto read = decoded<Connect>({0x10, 14,                               // CONNECT
                                        0, 6, 'M', 'Q', 'I', 's', 'd', 'p', 3,  // MQTT 3.1
                                        0xC2, 0, 60,                            // user name and password announced
                                        0, 0});                                 // empty client id, nothing after it
    EXPECT_FALSE(read.username);
    EXPECT_FALSE(read.password);
}

TEST(MqttPacket, reads_only_protocol_and_level_of_a_connect_of_another_level) {
    const auto read = decoded<Connect>({0x10, 9, 0, 4, 'M', 'Q', 'T', 'T', 5, 0xFF, 0xFF});
    EXPECT_EQ(read.protocol, "MQTT");
    EXPECT_EQ(read.level, 5);
}

TEST(MqttPacket, writes_and_reads_publish_with_every_qos) {
    const Publish plain{"a/b", "hi", 0, true, false, 0};
    EXPECT_THAT(encode(plain), ElementsAre(0x31, 7, 0, 3, 'a', '/', 'b', 'h', 'i'));  // no packet id with QoS 0
    const Publish repeated{"t", "", 2, false, true, 0x0102};
    EXPECT_THAT(encode(repeated), ElementsAre(0x3C, 5, 0, 1, 't', 1, 2));  // DUP, QoS 2
    for (std::uint8_t qos = 0; qos <= 2; ++qos) {
        const auto id = static_cast<std::uint16_t>(qos == 0 ? 0 : 7);
        const auto read = decoded<Publish>(encode(Publish{"t", std::string("\0\xFF", 2), qos, true, false, id}));
        EXPECT_EQ(read.topic, "t");
        EXPECT_EQ(read.payload, std::string("\0\xFF", 2));
        EXPECT_EQ(read.qos, qos);
        EXPECT_TRUE(read.retain);
        EXPECT_EQ(read.packet_id, id);
    }
}

TEST(MqttPacket, writes_and_reads_a_remaining_length_of_more_than_one_octet) {
    for (const std::size_t size : {120, 130, 16'380, 16'390, 1'000'000}) {
        const auto bytes = encode(Publish{"t", std::string(size, 'x'), 0, false, false, 0});
        EXPECT_EQ(decoded<Publish>(bytes).payload.size(), size);
    }
    EXPECT_THAT(Bytes(encode(Publish{"t", std::string(197, 'x'), 0, false, false, 0})),
                ::testing::AllOf(::testing::SizeIs(203), ::testing::Contains(0xC8)));  // 200 = 0xC8 0x01
    const auto long_one = encode(Publish{"t", std::string(2'100'000, 'x'), 0, false, false, 0});
    EXPECT_THAT(Bytes(long_one.begin(), long_one.begin() + 5), ElementsAre(0x30, 0xA3, 0x96, 0x80, 0x01));  // 2,100,003
}

TEST(MqttPacket, writes_the_fixed_flags_of_pubrel_and_subscribe) {
    EXPECT_THAT(encode(Pubrel{0x1234}), ElementsAre(0x62, 2, 0x12, 0x34));
    EXPECT_THAT(encode(Subscribe{1, {{"a", 0}, {"#", 2}}}), ElementsAre(0x82, 10, 0, 1, 0, 1, 'a', 0, 0, 1, '#', 2));
    EXPECT_THAT(encode(Unsubscribe{2, {"a"}}), ElementsAre(0xA2, 5, 0, 2, 0, 1, 'a'));
}

TEST(MqttPacket, reads_back_every_small_packet) {
    EXPECT_EQ(decoded<Connack>(encode(Connack{true, 0})).session_present, true);
    EXPECT_EQ(decoded<Connack>(encode(Connack{false, 5})).return_code, 5);
    EXPECT_EQ(decoded<Puback>(encode(Puback{1})).packet_id, 1);
    EXPECT_EQ(decoded<Pubrec>(encode(Pubrec{2})).packet_id, 2);
    EXPECT_EQ(decoded<Pubrel>(encode(Pubrel{3})).packet_id, 3);
    EXPECT_EQ(decoded<Pubcomp>(encode(Pubcomp{0xFFFF})).packet_id, 0xFFFF);
    EXPECT_EQ(decoded<Unsuback>(encode(Unsuback{4})).packet_id, 4);
    EXPECT_THAT(decoded<Suback>(encode(Suback{5, {0, 0x80}})).granted, ElementsAre(0, 0x80));
    EXPECT_THAT(decoded<Unsubscribe>(encode(Unsubscribe{6, {"a", "b"}})).filters, ElementsAre("a", "b"));
    const auto subscribe = decoded<Subscribe>(encode(Subscribe{7, {{"a", 0}, {"b", 1}}}));
    EXPECT_THAT(subscribe.filters, ElementsAre(::testing::Pair("a", 0), ::testing::Pair("b", 1)));
    decoded<Pingreq>(encode(Pingreq{}));
    decoded<Pingresp>(encode(Pingresp{}));
    decoded<Disconnect>(encode(Disconnect{}));
}

TEST(MqttPacket, refuses_to_write_a_string_longer_than_its_length_field) {
    EXPECT_THROW(encode(Publish{std::string(65'536, 't'), "", 0, false, false, 0}), std::length_error);
    EXPECT_NO_THROW(encode(Publish{std::string(65'535, 't'), "", 0, false, false, 0}));
}

TEST(PacketReader, assembles_a_packet_fed_octet_by_octet) {
    const auto bytes = encode(Publish{"topic", std::string(200, 'x'), 1, false, false, 9});
    PacketReader reader;
    for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
        reader.feed({&bytes[i], 1});
        const auto packet = reader.next();
        ASSERT_TRUE(packet.has_value()) << i;
        ASSERT_FALSE(packet->has_value()) << i;
    }
    reader.feed({&bytes.back(), 1});
    ASSERT_TRUE(reader.next()->has_value());
    EXPECT_FALSE(reader.next()->has_value());
}

TEST(PacketReader, cuts_several_packets_out_of_one_segment) {
    PacketReader reader;
    reader.feed(Bytes{0xC0, 0,                    // PINGREQ
                      0x40, 2, 0, 1,              // PUBACK 1
                      0x30, 4, 0, 1, 't', 'x'});  // PUBLISH
    EXPECT_TRUE(std::holds_alternative<Pingreq>(**reader.next()));
    EXPECT_TRUE(std::holds_alternative<Puback>(**reader.next()));
    EXPECT_THAT(reader.octets(), ElementsAre(0x40, 2, 0, 1));
    EXPECT_FALSE(reader.at_boundary());
    EXPECT_TRUE(std::holds_alternative<Publish>(**reader.next()));
    EXPECT_FALSE(reader.next()->has_value());
    EXPECT_TRUE(reader.at_boundary());
}

TEST(PacketReader, names_what_is_wrong_with_a_stream) {
    EXPECT_EQ(error_in({0x00, 0}), PacketError::unknown_type);
    EXPECT_EQ(error_in({0xF0}), PacketError::unknown_type);
    EXPECT_EQ(error_in({0x30, 0x80, 0x80, 0x80, 0x80}), PacketError::malformed_remaining_length);
    EXPECT_EQ(error_in({0x30, 0xFF, 0xFF, 0xFF, 0x7F}), PacketError::too_long);    // 256 MB, before they arrive
    EXPECT_EQ(error_in({0x30, 0x81, 0x80, 0x40}), PacketError::too_long);          // 1 MiB and an octet
    EXPECT_EQ(error_in({0x30, 3, 0, 5, 't'}), PacketError::field_past_end);        // topic of 5, one octet there
    EXPECT_EQ(error_in({0x40, 1, 0}), PacketError::field_past_end);                // half a packet id
    EXPECT_EQ(error_in({0x36, 5, 0, 1, 't', 0, 1}), PacketError::invalid_qos);     // PUBLISH with QoS 3
    EXPECT_EQ(error_in({0x82, 6, 0, 1, 0, 1, 'a', 3}), PacketError::invalid_qos);  // SUBSCRIBE for QoS 3
    EXPECT_EQ(error_in({0xE0, 1, 0}), PacketError::trailing_octets);
    EXPECT_EQ(error_in({0x10, 12, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x03, 0, 60, 0, 0}), PacketError::reserved_flag);
}

TEST(PacketReader, tolerates_octets_after_an_acknowledgement_as_brokers_do) {
    EXPECT_EQ(decoded<Puback>({0x40, 3, 0, 1, 0}).packet_id, 1);
    EXPECT_EQ(error_in({0xC0, 1, 0}), std::nullopt);
}

TEST(PacketReader, stays_in_error_once_the_stream_is_broken) {
    PacketReader reader;
    reader.feed(Bytes{0x00, 0});
    ASSERT_TRUE(reader.next().has_error());
    reader.feed(encode(Pingreq{}));
    EXPECT_EQ(reader.next().error(), PacketError::unknown_type);
}

TEST(PacketReader, survives_every_truncation_and_every_octet_in_place_of_another) {
    Connect connect;
    connect.client_id = "id";
    connect.will = Will{"w", "x", 0, false};
    connect.username = "u";
    connect.password = "p";
    for (const Packet& packet :
         {Packet{connect}, Packet{Publish{"t", "x", 2, false, false, 1}}, Packet{Subscribe{1, {{"a", 0}, {"b", 1}}}}}) {
        const auto good = encode(packet);
        for (std::size_t at = 0; at < good.size(); ++at) {
            for (int value = 0; value < 256; ++value) {
                auto bytes = good;
                bytes[at] = static_cast<std::uint8_t>(value);
                PacketReader reader;
                reader.feed(bytes);
                auto result = reader.next();
                for (int packets = 0; packets < 64 && result.has_value() && result->has_value(); ++packets) {
                    result = reader.next();
                }
            }
        }
    }
}

TEST(TopicFilter, matches_according_to_the_standard) {
    // OASIS MQTT 3.1.1, 4.7.1: the examples' structure with other words.
    EXPECT_TRUE(matches("a/b", "a/b"));
    EXPECT_FALSE(matches("a/b", "a/B"));
    EXPECT_FALSE(matches("a/b", "a/b/"));
    EXPECT_FALSE(matches("a/b", "a"));
    EXPECT_TRUE(matches("a/#", "a"));
    EXPECT_TRUE(matches("a/#", "a/"));
    EXPECT_TRUE(matches("a/#", "a/b/c"));
    EXPECT_FALSE(matches("a/#", "ab"));
    EXPECT_TRUE(matches("#", "/"));
    EXPECT_TRUE(matches("+", "a"));
    EXPECT_FALSE(matches("+", "/a"));
    EXPECT_TRUE(matches("/+", "/a"));
    EXPECT_TRUE(matches("+/+", "/a"));
    EXPECT_TRUE(matches("a/+", "a/"));
    EXPECT_FALSE(matches("a/+", "a"));
    EXPECT_TRUE(matches("a/+/c", "a/b/c"));
    EXPECT_FALSE(matches("a/+/c", "a/b/d/c"));
    EXPECT_TRUE(matches("+/#", "a"));
    EXPECT_TRUE(matches("a/+/#", "a/b"));
    EXPECT_FALSE(matches("a/+/#", "a"));
}

TEST(TopicFilter, hides_topics_that_begin_with_a_dollar_from_leading_wildcards) {
    EXPECT_FALSE(matches("#", "$SYS/uptime"));
    EXPECT_FALSE(matches("+/uptime", "$SYS/uptime"));
    EXPECT_TRUE(matches("$SYS/#", "$SYS/uptime"));
    EXPECT_TRUE(matches("$SYS/+", "$SYS/uptime"));
    EXPECT_TRUE(matches("a/#", "a/$b"));
}

}  // namespace
}  // namespace otbench::mqtt
