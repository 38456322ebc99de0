#include "bus/libmbus/libmbus_hex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace otbench::bus {
namespace {

TEST(LibmbusHex, a_file_may_have_white_space_between_the_pairs) {
    EXPECT_EQ(libmbus_file_octets("10 5b\n01\t5C16\r\n"), (OctetBuffer{0x10, 0x5B, 0x01, 0x5C, 0x16}));
}
TEST(LibmbusHex, a_pair_of_a_file_counts_as_far_as_it_is_hexadecimal) {
    EXPECT_EQ(libmbus_file_octets("E 51"), (OctetBuffer{0x0E, 0x51}));
    EXPECT_EQ(libmbus_file_octets("101"), (OctetBuffer{0x10, 0x01}));
    EXPECT_EQ(libmbus_file_octets("1g22"), (OctetBuffer{0x01, 0x22}));
}
TEST(LibmbusHex, a_file_ends_where_no_hex_digit_begins_a_pair) {
    EXPECT_EQ(libmbus_file_octets("e5 # e5"), (OctetBuffer{0xE5}));
    EXPECT_TRUE(libmbus_file_octets("").empty());
    EXPECT_TRUE(libmbus_file_octets(" \n").empty());
}
TEST(LibmbusHex, a_file_is_read_up_to_its_limit) {
    EXPECT_EQ(libmbus_file_octets(std::string(libmbus_max_file + 2, '1')).size(), libmbus_max_file / 2);
}

TEST(LibmbusHex, the_fork_cuts_its_argument_into_pairs_whatever_they_are) {
    EXPECT_EQ(fork_argument_octets("105b"), (OctetBuffer{0x10, 0x5B}));
    EXPECT_EQ(fork_argument_octets("zz6  6+5-1"), (OctetBuffer{0x00, 0x06, 0x06, 0x05, 0xFF}));
    EXPECT_EQ(fork_argument_octets("105"), (OctetBuffer{0x10}));
    EXPECT_TRUE(fork_argument_octets("").empty());
}

}  // namespace
}  // namespace otbench::bus
