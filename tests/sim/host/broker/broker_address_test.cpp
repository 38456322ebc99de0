#include "sim/host/broker/broker_address.hpp"

#include <gtest/gtest.h>

namespace otbench::sim {
namespace {

TEST(BrokerAddress, reads_a_host_and_the_usual_port) {
    const auto address = parse_broker_address("mqtt://broker.example/");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "broker.example");
    EXPECT_EQ(address->port, 1883);
    EXPECT_FALSE(address->tls);
    EXPECT_FALSE(address->user);
    EXPECT_FALSE(address->password);
    EXPECT_EQ(address->url(), "mqtt://broker.example:1883");
}

TEST(BrokerAddress, reads_percent_encoded_credentials_and_does_not_show_them) {
    const auto address = parse_broker_address("mqtt://me%3Aand%20you:p%40ss:w%2frd@10.0.0.1:21883");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->user, "me:and you");
    EXPECT_EQ(address->password, "p@ss:w/rd");
    EXPECT_EQ(address->url(), "mqtt://10.0.0.1:21883");
}

TEST(BrokerAddress, reads_a_user_without_or_with_an_empty_password) {
    EXPECT_EQ(parse_broker_address("mqtt://me@host")->password, std::nullopt);
    EXPECT_EQ(parse_broker_address("mqtt://me:@host")->password, "");
}

TEST(BrokerAddress, reads_an_ipv6_address_in_brackets) {
    const auto address = parse_broker_address("mqtt://[::1]:1884");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "::1");
    EXPECT_EQ(address->port, 1884);
    EXPECT_EQ(address->url(), "mqtt://[::1]:1884");
}

TEST(BrokerAddress, shows_the_zone_of_an_ipv6_address_as_it_is_read) {
    const auto address = parse_broker_address("mqtt://[fe80::1%25eth0]:1884");
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host, "fe80::1%eth0");
    EXPECT_EQ(address->url(), "mqtt://[fe80::1%25eth0]:1884");
}

TEST(BrokerAddress, reads_tls_with_its_files_and_its_own_port) {
    const auto address =
        parse_broker_address("mqtts://me@broker.example/?ca=a%26b.pem&cert=c.pem&key=/k/k.pem&password-file=secret");
    ASSERT_TRUE(address) << address.error().message;
    EXPECT_TRUE(address->tls);
    EXPECT_EQ(address->port, 8883);
    EXPECT_EQ(address->ca, "a&b.pem");
    EXPECT_EQ(address->certificate, "c.pem");
    EXPECT_EQ(address->key, "/k/k.pem");
    EXPECT_EQ(address->password_file, "secret");
    EXPECT_EQ(address->url(), "mqtts://broker.example:8883");
    EXPECT_EQ(address->paho_url(), "ssl://broker.example:8883");
}

TEST(BrokerAddress, says_what_is_wrong_with_its_options) {
    const auto error_of = [](const char* url) { return parse_broker_address(url).error().message; };
    EXPECT_EQ(error_of("mqtts://h?cafile=x"),
              "unknown option 'cafile' of a broker (expected ca, cert, key, lock-step or password-file)");
    EXPECT_EQ(error_of("mqtt://h?ca=x"), "option 'ca' of a broker without TLS (expected mqtts://)");
    EXPECT_EQ(error_of("mqtts://h?ca"), "option 'ca' of a broker without a value (expected ca=FILE)");
    EXPECT_EQ(error_of("mqtts://h?ca=%4"), "option 'ca' of a broker without a value (expected ca=FILE)");
    EXPECT_EQ(error_of("mqtts://h?cert=x"), "a client certificate needs both files (expected cert=FILE&key=FILE)");
    for (const auto* url : {"mqtt://h?password-file=x", "mqtt://me:it@h?password-file=x"})
        EXPECT_EQ(error_of(url),
                  "a password file needs a user without a password (expected USER@HOST?password-file=FILE)");
}

TEST(BrokerAddress, refuses_anything_else) {
    for (const auto* url : {"",
                            "host",
                            "mqtt://",
                            "mqtt://:1883",
                            "mqtt+ssl://host",
                            "mqtt://host:",
                            "mqtt://host:0",
                            "mqtt://host:65536",
                            "mqtt://host:12x",
                            "mqtt://host/path",
                            "mqtt://@host",
                            "mqtt://:secret@host",
                            "mqtt://me:%4@host",
                            "mqtt://me:%zz@host",
                            "mqtt://[::1",
                            "mqtt://[::1]x",
                            "mqtt://ho st",
                            "mqtt://a%40b",
                            "mqtt://a%00b",
                            "mqtt://a%5Db",
                            "mqtt://a:1:2"}) {
        EXPECT_FALSE(parse_broker_address(url)) << url;
    }
}

}  // namespace
}  // namespace otbench::sim
