#include "firmware_model/network/server_name.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

TEST(Ipv4Address, is_four_numbers_joined_by_dots) {
    EXPECT_TRUE(is_ipv4_address("192.168.1.10"));
    for (const auto* text : {"", "192.168.1", "192.168.1.", "192.168.1.256", "1.2.3.4.5", "a.b.c.d", "mqtt"}) {
        EXPECT_FALSE(is_ipv4_address(text)) << text;
    }
}

TEST(Ipv4Address, is_read_from_any_text_as_the_firmware_does) {
    EXPECT_EQ(to_ipv4_address("192.168.1.10"), "192.168.1.10");
    EXPECT_EQ(to_ipv4_address("1.2.3"), "1.2.3.0");
    EXPECT_EQ(to_ipv4_address("all"), "0.0.0.0");
    EXPECT_EQ(to_ipv4_address("1.257.3.4.5"), "1.1.3.4");
}

TEST(FullServerName, gets_the_domain_only_when_it_has_none) {
    EXPECT_EQ(full_server_name("mqtt", "example.net"), "mqtt.example.net");
    EXPECT_EQ(full_server_name("mqtt", ""), "mqtt");
    EXPECT_EQ(full_server_name("mqtt.lan", "example.net"), "mqtt.lan");
    EXPECT_EQ(full_server_name("192.168.1.10", "example.net"), "192.168.1.10");
    EXPECT_EQ(full_server_name("10.1", "example.net"), "10.1.example.net");
}

}  // namespace
}  // namespace otbench::firmware
