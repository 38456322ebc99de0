#include "bus/message/telegram.hpp"

#include <gtest/gtest.h>

#include "bus/message/medium.hpp"
#include "bus/record/manufacturer.hpp"
#include "tests/bus/codec_samples.hpp"

namespace otbench::bus {
namespace {

TEST(Telegram, shows_the_fields_of_its_header) {
    const Telegram telegram = Telegram::parse(cf_echo_2_user_data).value();
    EXPECT_EQ(telegram.id(), 0x14273160u);
    EXPECT_EQ(telegram.manufacturer(), 0x0477);
    EXPECT_EQ(telegram.version(), 9);
    EXPECT_EQ(telegram.medium(), 4);
    EXPECT_EQ(telegram.access_number(), 0x97);
    EXPECT_EQ(telegram.status(), 0x10);
    EXPECT_EQ(telegram.signature(), 0);
    EXPECT_EQ(secondary_address(telegram.device()), "1427316077040904");
}

TEST(Telegram, needs_a_whole_header) {
    EXPECT_EQ(Telegram::parse({}).error().code, CodecErrc::no_user_data);
    EXPECT_EQ(Telegram::parse(OctetView{cf_echo_2_user_data}.first(11)).error().code, CodecErrc::header_too_short);
    EXPECT_TRUE(Telegram::parse(OctetView{cf_echo_2_user_data}.first(12)));
}

TEST(Manufacturer, letters_and_code_are_the_same_thing) {
    EXPECT_EQ(manufacturer_code("ACW"), 0x0477);
    EXPECT_EQ(manufacturer_letters(0x0477), (std::array<char, 3>{'A', 'C', 'W'}));
    EXPECT_EQ(manufacturer_letters(0xFFFF), (std::array<char, 3>{'_', '_', '_'}));
    EXPECT_EQ(manufacturer_code("acw"), std::nullopt);
    EXPECT_EQ(manufacturer_code("ACWX"), std::nullopt);
}

TEST(Product, depends_on_version_id_or_medium) {
    const auto product = [](const char* letters, std::uint8_t version, std::uint8_t medium, std::uint32_t id) {
        return product_name({id, *manufacturer_code(letters), version, medium});
    };
    EXPECT_EQ(product("ACW", 0x09, 0x04, 0), "Itron CF Echo 2");
    EXPECT_EQ(product("ACW", 0x08, 0x04, 0), "");
    EXPECT_EQ(product("EFE", 0x00, 0x06, 0), "Engelmann WaterStar");
    EXPECT_EQ(product("EFE", 0x00, 0x04, 0), "Engelmann / Elster SensoStar 2");
    EXPECT_EQ(product("BEC", 0x00, 0x03, 0), "");
    EXPECT_EQ(product("SBC", 0x00, 0x02, 0x19000000), "Saia-Burgess ALE3");
    EXPECT_EQ(product_name({0, 0x8477, 0x09, 0x04}), "");  // bit 15 of the manufacturer counts
}

TEST(Medium, has_names_for_known_octets_only) {
    EXPECT_EQ(medium_name(0x04), "Heat: Outlet");
    EXPECT_EQ(medium_name(0x3F), "Reserved");
    EXPECT_EQ(medium_name(0x35), "");
    EXPECT_EQ(medium_name(0xFF), "");
    EXPECT_EQ(fixed_medium_name(7), "Water");
}

}  // namespace
}  // namespace otbench::bus
