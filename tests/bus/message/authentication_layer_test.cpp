#include "bus/message/authentication_layer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "base/text.hpp"

namespace otbench::bus {
namespace {

/// What the layer in front of these octets says, or the error.
std::string unwrap(const std::string& hex) {
    const OctetBuffer octets = parse_octets(hex).value();
    const auto answer = unwrap_authentication_layer(octets);
    if (!answer) return describe(answer.error());
    std::string text = answer->counter ? std::to_string(*answer->counter) : "no counter";
    text += ", code " + hex_text(answer->code) + ", length " + hex_text(answer->length);
    return text + ", " + hex_text(answer->message);
}

TEST(AuthenticationLayer, has_its_fields_in_order_as_far_as_they_are_present) {
    EXPECT_EQ(unwrap("02 0000 78 0113 05"), "no counter, code , length , 78011305");
    EXPECT_EQ(unwrap("06 0008 b30a0000 78 0113 05"), "2739, code , length , 78011305");
    EXPECT_EQ(unwrap("13 003e 75 1000 b30a0000 0102030405060708 0400 78 0113 05"),
              "2739, code 0102030405060708, length 0400, 78011305");
    EXPECT_EQ(unwrap("07 0024 24 0a0b0c0d 78 0113 05"), "no counter, code 0a0b0c0d, length , 78011305");
}

TEST(AuthenticationLayer, is_an_error_when_it_ends_too_early_or_goes_on_elsewhere) {
    const std::string too_short = "the telegram ends inside its header, behind 0x";
    EXPECT_EQ(unwrap("01 00 78"), "byte 2: " + too_short + "78");
    EXPECT_EQ(unwrap("05 0008 b30a00 78"), "byte 6: " + too_short + "78");
    EXPECT_EQ(unwrap("06 0008 b30a0000"), "byte 6: " + too_short + "00");
    EXPECT_EQ(unwrap("02 0140 78 01"),
              "byte 2: the answer is spread over several fragments, fragmentation control 0x40");
}

}  // namespace
}  // namespace otbench::bus
