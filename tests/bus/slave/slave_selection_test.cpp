#include "bus/slave/slave_selection.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

const DeviceKey meter{0x12345678, 0x0477, 0x09, 0x04};

bool selected(std::uint32_t id, std::uint16_t manufacturer, std::uint8_t version, std::uint8_t medium,
              WildCards cards = {}) {
    return selects({{id, manufacturer, version, medium}, std::nullopt}, meter, std::nullopt, cards);
}

TEST(Selection, means_the_slave_with_that_identification) {
    EXPECT_TRUE(selected(0x12345678, 0x0477, 0x09, 0x04));
    EXPECT_FALSE(selected(0x12345679, 0x0477, 0x09, 0x04));
    EXPECT_FALSE(selected(0x12345678, 0x0478, 0x09, 0x04));
    EXPECT_FALSE(selected(0x12345678, 0x0477, 0x0A, 0x04));
    EXPECT_FALSE(selected(0x12345678, 0x0477, 0x09, 0x05));
}

TEST(Selection, has_wild_cards_for_each_digit_and_each_other_field) {
    for (int shift = 0; shift < 32; shift += 4) {
        EXPECT_TRUE(selected(0x12345678 | 0xFu << shift, 0x0477, 0x09, 0x04)) << shift;
        EXPECT_FALSE(selected(0x12345678 ^ 1u << shift, 0xFFFF, 0xFF, 0xFF)) << shift;
    }
    EXPECT_TRUE(selected(0xFFFFFFFF, 0xFFFF, 0xFF, 0xFF));
    EXPECT_TRUE(selected(0xFFFFFFFF, 0xFFFF, 0x09, 0xFF));
    EXPECT_FALSE(selected(0xFFFFFFFF, 0xFFFF, 0x08, 0xFF));
}

TEST(Selection, takes_an_octet_of_the_manufacturer_or_medium_0_as_wild_card_only_where_a_product_does) {
    EXPECT_FALSE(selected(0xFFFFFFFF, 0x04FF, 0xFF, 0xFF));
    EXPECT_TRUE(selected(0xFFFFFFFF, 0x04FF, 0xFF, 0xFF, {true, false}));
    EXPECT_TRUE(selected(0xFFFFFFFF, 0xFF77, 0xFF, 0xFF, {true, false}));
    EXPECT_FALSE(selected(0xFFFFFFFF, 0xFF78, 0xFF, 0xFF, {true, false}));
    EXPECT_FALSE(selected(0xFFFFFFFF, 0xFFFF, 0xFF, 0x00));
    EXPECT_TRUE(selected(0xFFFFFFFF, 0xFFFF, 0xFF, 0x00, {false, true}));
}

TEST(Selection, by_fabrication_number_means_only_slaves_that_have_it) {
    const SelectSlave select{{0xFFFFFFFF, 0xFFFF, 0xFF, 0xFF}, 0x5566F899};
    EXPECT_TRUE(selects(select, meter, 0x55667899));
    EXPECT_TRUE(selects(select, meter, 0x55660899));
    EXPECT_FALSE(selects(select, meter, 0x55670899));
    EXPECT_FALSE(selects(select, meter, std::nullopt));
}

TEST(Selection, reports_wildcards) {
    EXPECT_FALSE(has_wild_card({meter, std::nullopt}));
    EXPECT_FALSE(has_wild_card({meter, 0x12345678}));
    EXPECT_TRUE(has_wild_card({meter, 0x1234567F}));
    EXPECT_TRUE(has_wild_card({{0xF2345678, 0x0477, 0x09, 0x04}, std::nullopt}));
    EXPECT_TRUE(has_wild_card({{0x12345678, 0x0477, 0x09, 0xFF}, std::nullopt}));
}

}  // namespace
}  // namespace otbench::bus
