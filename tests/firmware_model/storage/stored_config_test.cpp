#include "firmware_model/storage/stored_config.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

StoredConfig provisioned() {
    StoredConfig config = StoredConfig::defaults();
    config.set_text(layout::ssid, "testnet");
    config.set_text(layout::password, "testpass");
    config.set_text(layout::mqtt_server, "192.168.1.10");
    config.seal();
    return config;
}

TEST(StoredConfig, has_the_checksum_that_the_firmware_computes) {
    // Recorded: case config_get_all.
    EXPECT_EQ(provisioned().number(layout::checksum), 0x0AF2U);
    EXPECT_TRUE(provisioned().has_valid_checksum());
}

TEST(StoredConfig, detects_an_erased_flash_and_a_changed_octet) {
    EXPECT_FALSE(StoredConfig{}.has_magic());
    StoredConfig config = provisioned();
    config.octets()[1000] ^= 1U;
    EXPECT_TRUE(config.has_magic());
    EXPECT_FALSE(config.has_valid_checksum());
}

TEST(StoredConfig, lays_numbers_out_in_little_endian) {
    StoredConfig config = StoredConfig::defaults();
    EXPECT_EQ(config.octets()[620], 0x5B);  // port 1883
    EXPECT_EQ(config.octets()[621], 0x07);
    EXPECT_EQ(config.number(layout::mqtt_port), 1883U);
}

TEST(StoredConfig, reads_a_text_without_terminator_into_the_next_fields) {
    StoredConfig config = provisioned();
    config.set_text(layout::locations.whole(0), std::string(32, 'a'));
    config.set_text(layout::locations.whole(1), "hall");
    EXPECT_EQ(config.locations()[0], std::string(32, 'a') + "hall");
    config.set_text(layout::locations.whole(1), std::string(32, 'b'));
    config.set_text(layout::locations.whole(2), std::string(32, 'c'));
    EXPECT_EQ(config.locations()[1], std::string(32, 'b') + std::string(32, 'c') + "192.168.1.10");
    config.set_text(layout::ssid, std::string(36, 's'));
    EXPECT_EQ(config.text(layout::ssid), std::string(33, 's'));
}

TEST(StoredConfig, leaves_room_for_the_terminator_on_request) {
    StoredConfig config = provisioned();
    config.set_terminated_text(layout::mqtt_server, std::string(36, 'x'));
    EXPECT_EQ(config.text(layout::mqtt_server), std::string(31, 'x'));
}

TEST(StoredConfig, clears_all_locations_when_one_has_no_terminator) {
    StoredConfig config = provisioned();
    config.set_text(layout::locations.whole(0), "home");
    EXPECT_FALSE(config.repair());
    config.set_text(layout::locations.whole(2), std::string(32, 'x'));
    EXPECT_TRUE(config.repair());
    EXPECT_EQ(config.locations(), Locations{});
    EXPECT_TRUE(config.has_valid_checksum());
}

TEST(StoredConfig, clears_name_and_password_of_a_network_whose_name_is_too_long) {
    StoredConfig config = provisioned();
    config.set_text(layout::ssid, std::string(33, 's'));
    EXPECT_TRUE(config.repair());
    EXPECT_EQ(config.text(layout::ssid), "");
    EXPECT_EQ(config.text(layout::password), "");
}

TEST(StoredConfig, clears_all_converters_when_their_count_is_wrong) {
    StoredConfig config = provisioned();
    config.set_number(layout::ads.member(1, layout::ads_member::address), 0x48);
    config.set_number(layout::ads_count, 2);
    EXPECT_TRUE(config.repair());
    EXPECT_EQ(config.number(layout::ads_count), 0U);
    EXPECT_EQ(config.number(layout::ads.member(1, layout::ads_member::address)), 0U);
    EXPECT_EQ(config.number(layout::ads.member(1, layout::ads_member::index)), 1U);
}

}  // namespace
}  // namespace otbench::firmware
