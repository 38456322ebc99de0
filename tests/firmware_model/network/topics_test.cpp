#include "firmware_model/network/topics.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

const Identity identity = Identity::of(bare_board(), "5C:CF:7F:0B:58:3B");

TEST(Identity, takes_the_chip_id_from_the_mac) {
    EXPECT_EQ(identity.chip, "5ccf7f0b583b");
    EXPECT_EQ(identity.device_id(), "otb-iot.5ccf7f0b583b");
    EXPECT_EQ(identity.hardware, "ffff:ffff");
}

TEST(Identity, takes_the_chip_id_from_the_serial_number_in_the_eeprom) {
    const Identity espi = Identity::of(*find_main_board("espi"), "5C:CF:7F:0B:58:3B");
    EXPECT_EQ(espi.device_id(), "espi.ESPI0077");
    EXPECT_EQ(espi.hardware, "0002:0011");
}

TEST(Identity, makes_a_serial_number_fit_for_a_topic) {
    MainBoard board = *find_main_board("otbiot");
    EXPECT_EQ(Identity::of(board, "").chip, "OTB_100077");
    board.serial = "/#7+b";
    EXPECT_EQ(Identity::of(board, "").chip, "7_b");
    board.serial = "sixteencharacter";
    EXPECT_EQ(Identity::of(board, "5C:CF:7F:0B:58:3B").chip, "5ccf7f0b583b");
}

TEST(PublishTopic, leaves_out_empty_locations_and_extras) {
    EXPECT_EQ(publish_topic(identity, {}, "status"), "/otb-iot/5ccf7f0b583b/status");
    EXPECT_EQ(publish_topic(identity, {"house", "", "attic"}, "temp", "28-000001020304"),
              "/otb-iot/house/attic/5ccf7f0b583b/temp/28-000001020304");
}

TEST(PublishTopic, is_cut_to_127_octets) {
    EXPECT_EQ(publish_topic(identity, {std::string(200, 'x'), "", ""}, "status").size(), 127U);
}

TEST(SubscriptionTopics, come_in_the_firmwares_order) {
    const auto topics = subscription_topics(identity, {"house", "kitchen", ""});
    EXPECT_EQ(topics[0], "/otb-iot/house/kitchen/5ccf7f0b583b");
    EXPECT_EQ(topics[1], "/otb-iot/house/kitchen/all");
    EXPECT_EQ(topics[2], "/otb-iot/all");
    EXPECT_EQ(topics[3], "/otb-iot/5ccf7f0b583b");
}

TEST(WillTopic, swaps_each_location_with_its_slash) {
    EXPECT_EQ(will_topic(identity, {}, {}), "/otb-iot/5ccf7f0b583b/status");
    EXPECT_EQ(will_topic(identity, {"house", "", ""}, {}), "/otb-iothouse//5ccf7f0b583b/status");
    EXPECT_EQ(will_topic(identity, {"house", "kitchen", ""}, {}), "/otb-iothouse/kitchen//5ccf7f0b583b/status");
}

}  // namespace
}  // namespace otbench::firmware
