#include "bus/master/slave_mask.hpp"

#include <gtest/gtest.h>

namespace otbench::bus {
namespace {

TEST(SlaveMask, of_digits_alone_has_wildcards_for_the_other_fields) {
    const auto mask = parse_slave_mask("1427****").value();
    EXPECT_EQ(mask.device.id, 0x1427FFFFu);
    EXPECT_EQ(mask.device.manufacturer, 0xFFFF);
    EXPECT_EQ(mask.device.version, 0xFF);
    EXPECT_EQ(mask.device.medium, 0xFF);
    EXPECT_FALSE(mask.fabrication_number);
}

TEST(SlaveMask, takes_the_manufacturer_of_sixteen_digits_in_the_order_of_the_wire) {
    const auto mask = parse_slave_mask("1427316077040904").value();
    EXPECT_EQ(mask.device.id, 0x14273160u);
    EXPECT_EQ(mask.device.manufacturer, 0x0477);
    EXPECT_EQ(mask.device.version, 0x09);
    EXPECT_EQ(mask.device.medium, 0x04);
}

TEST(SlaveMask, is_written_as_it_is_read) {
    for (const char* text : {"14273160.ACW.09.04", "1427****.*.*.*", "********.ACW.*.04+8765****"})
        EXPECT_EQ(to_string(parse_slave_mask(text).value()), text);
}

TEST(SlaveMask, refuses_what_is_not_an_address) {
    for (const char* text : {"", "1427", "142731601", "14273160.ACW", "14273160.AC1.09.04", "1427316G", "14273160+12"})
        EXPECT_FALSE(parse_slave_mask(text)) << text;
}

}  // namespace
}  // namespace otbench::bus
