#include "sim/host/broker/connect_signer.hpp"

#include <gtest/gtest.h>

#include <variant>

#include "base/mqtt/mqtt_packet.hpp"

namespace otbench::sim {
namespace {

using Octets = std::vector<std::uint8_t>;

mqtt::Connect device_connect() {
    mqtt::Connect connect;
    connect.protocol = "MQIsdp";
    connect.level = 3;
    connect.client_id = "OTB-IOT.5ccf7f0b583b";
    connect.keep_alive_s = 60;
    return connect;
}

/// The CONNECT that some octets are.
mqtt::Connect parsed(const Octets& octets) {
    mqtt::PacketReader reader;
    reader.feed(octets);
    const auto packet = reader.next();
    EXPECT_TRUE(packet.has_value() && *packet);
    return std::get<mqtt::Connect>(**packet);
}

TEST(ConnectSigner, adds_the_credentials_and_leaves_the_rest) {
    const auto connect = parsed(ConnectSigner{"user", "secret"}.sign(mqtt::encode(device_connect())));
    EXPECT_EQ(connect.username, "user");
    EXPECT_EQ(connect.password, "secret");
    EXPECT_EQ(connect.client_id, "OTB-IOT.5ccf7f0b583b");
    EXPECT_EQ(connect.protocol, "MQIsdp");
    EXPECT_EQ(connect.keep_alive_s, 60);
}

TEST(ConnectSigner, replaces_those_of_the_device) {
    auto own = device_connect();
    own.username = "device";
    own.password = std::string(200, 'x');
    const auto connect = parsed(ConnectSigner{"user", "secret"}.sign(mqtt::encode(own)));
    EXPECT_EQ(connect.username, "user");
    EXPECT_EQ(connect.password, "secret");
}

TEST(ConnectSigner, takes_a_stream_in_pieces_and_signs_only_its_beginning) {
    Octets stream = mqtt::encode(device_connect());
    const auto ping = mqtt::encode(mqtt::Pingreq{});
    const Octets whole = ConnectSigner{"user", "secret"}.sign(stream);
    stream.insert(stream.end(), ping.begin(), ping.end());
    ConnectSigner signer{"user", "secret"};
    Octets got;
    for (const std::uint8_t octet : stream) {
        const auto more = signer.sign({&octet, 1});
        got.insert(got.end(), more.begin(), more.end());
    }
    Octets expected = whole;
    expected.insert(expected.end(), ping.begin(), ping.end());
    EXPECT_EQ(got, expected);
    EXPECT_EQ(signer.sign(stream), stream);
}

TEST(ConnectSigner, passes_on_a_malformed_connect) {
    const Octets publish{0x30, 0x02, 0x00, 0x00}, short_connect{0x10, 0x03, 0x00, 0x04, 'M'},
        endless_length{0x10, 0xff, 0xff, 0xff, 0xff, 0x01};
    for (const auto& octets : {publish, short_connect, endless_length})
        EXPECT_EQ((ConnectSigner{"user", "secret"}.sign(octets)), octets);
    const auto connect = mqtt::encode(device_connect());
    EXPECT_EQ(ConnectSigner{}.sign(connect), connect);
}

}  // namespace
}  // namespace otbench::sim
