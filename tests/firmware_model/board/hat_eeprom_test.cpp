#include "firmware_model/board/hat_eeprom.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

const HatIdentity hat = {"908f7e6d-5c4b-3a29-1807-f6e5d4c3b2a1", 0x0001, 0x0102, "packom.net", "M-Bus Master"};

TEST(HatEeprom, is_read_back_as_written) {
    const auto read = parse_hat_eeprom(hat_eeprom_image(hat));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->uuid, hat.uuid);
    EXPECT_EQ(read->product_id, 0x0001);
    EXPECT_EQ(read->product_version, 0x0102);
    EXPECT_EQ(read->vendor, "packom.net");
    EXPECT_EQ(read->product, "M-Bus Master");
}

TEST(HatEeprom, begins_like_any_hats) {
    const auto image = hat_eeprom_image(hat);
    const std::vector<std::uint8_t> expected = {
        'R',  '-',  'P', 'i',  // signature
        1,    0,               // version, reserved
        1,    0,               // atoms
        0x42, 0,    0,   0,    // octets in all
        1,    0,    0,   0,    // vendor information, the first atom
        0x2E, 0,    0,   0,    // its data and checksum
        0xA1, 0xB2,            // UUID, last octet first
    };
    EXPECT_EQ(std::vector<std::uint8_t>(image.begin(), image.begin() + 22), expected);
    EXPECT_EQ(image.size(), hat_eeprom_octets);
}

TEST(HatEeprom, is_refused_when_damaged) {
    const auto image = hat_eeprom_image(hat);
    for (std::size_t at = 0; at < 66; ++at) {
        // Version, counts and total length are not looked at.
        if (at >= 4 && at < hat_eeprom_header_octets) continue;
        auto damaged = image;
        damaged[at] ^= 0x10;
        EXPECT_FALSE(parse_hat_eeprom(damaged)) << at;
    }
}

TEST(HatEeprom, is_refused_when_cut) {
    const auto image = hat_eeprom_image(hat);
    for (std::size_t size = 0; size < 66; ++size) {
        EXPECT_FALSE(parse_hat_eeprom(boost::span<const std::uint8_t>{image.data(), size})) << size;
    }
}

}  // namespace
}  // namespace otbench::firmware
