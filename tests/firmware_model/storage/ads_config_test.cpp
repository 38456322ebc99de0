#include "firmware_model/storage/ads_config.hpp"

#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

namespace layout = config_layout;

class AdsConfigTest : public testing::Test {
protected:
    [[nodiscard]] unsigned count() const { return config.number(layout::ads_count); }

    StoredConfig config = StoredConfig::defaults();
    AdsConfig ads{config};
    QuirkFixes fixes;
};

TEST_F(AdsConfigTest, takes_the_four_addresses_of_the_chip) {
    EXPECT_EQ(AdsConfig::to_address("48"), 0x48);
    EXPECT_EQ(AdsConfig::to_address("4bx"), 0x4B);
    for (const auto* text : {"", "4", "47", "4c", "zz"}) EXPECT_FALSE(AdsConfig::to_address(text)) << text;
}

TEST_F(AdsConfigTest, counts_an_address_again_that_is_added_twice) {
    EXPECT_TRUE(ads.add(0x49, fixes));
    EXPECT_TRUE(ads.add(0x49, fixes));
    EXPECT_EQ(count(), 2U);
    EXPECT_TRUE(config.repair());  // all is gone at the next boot
    EXPECT_FALSE(ads.find(0x49));

    fixes.fix(Quirk::ads_counted_twice);
    EXPECT_TRUE(ads.add(0x49, fixes));
    EXPECT_TRUE(ads.add(0x49, fixes));
    EXPECT_EQ(count(), 1U);
}

TEST_F(AdsConfigTest, gives_an_entry_its_defaults_back) {
    ASSERT_TRUE(ads.add(0x48, fixes));
    ads.set(0, layout::ads_member::gain, 7);
    ads.set_location(0, "cellar");
    ads.remove(0);
    EXPECT_EQ(config.number(layout::ads.member(0, layout::ads_member::gain)), 2U);
    EXPECT_EQ(config.text(layout::ads.member(0, layout::ads_member::location)), "");
    EXPECT_EQ(count(), 0U);
    EXPECT_TRUE(config.has_valid_checksum());
}

TEST_F(AdsConfigTest, has_four_entries) {
    for (std::uint8_t address = 0x48; address <= 0x4B; ++address) EXPECT_TRUE(ads.add(address, fixes));
    EXPECT_FALSE(ads.find_or_free(0x4C));
    ads.remove_all();
    EXPECT_EQ(ads.find_or_free(0x48), 0U);
}

}  // namespace
}  // namespace otbench::firmware
