#include "bus/message/more_follow.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

bool announces(std::uint8_t ci, const std::string& hex) {
    return announces_another(ci, parse_octets(hex).value());
}

const std::string device = "78 56 34 12 77 04 09 04";
const std::string header = device + " 2a 00 00 00 ";

TEST(AnnouncesAnother, is_said_by_dif_1f_whatever_the_header) {
    EXPECT_TRUE(announces(0x72, header + "01 13 05 1f"));
    EXPECT_TRUE(announces(0x76, header + "01 13 05 1f 01 02"));
    EXPECT_TRUE(announces(0x78, "01 13 05 1f"));
    EXPECT_TRUE(announces(0x7A, "2a 00 00 00 01 13 05 1f"));
    EXPECT_FALSE(announces(0x72, header + "01 13 1f"));  // data, not a DIF
    EXPECT_FALSE(announces(0x72, header + "01 13 05 0f 1f"));
    EXPECT_FALSE(announces(0x71, "1f"));
    EXPECT_FALSE(announces(0x72, "1f"));
}

TEST(AnnouncesAnother, is_not_said_by_encrypted_octets) {
    const std::string encrypted = device + " 2a 00 10 05 01 13 05 1f 00 00 00 00 00 00 00 00 00 00 00 00";
    EXPECT_FALSE(announces(0x72, encrypted));
    EXPECT_TRUE(announces(0x72, encrypted + " 1f"));
}

}  // namespace
}  // namespace otbench::bus
