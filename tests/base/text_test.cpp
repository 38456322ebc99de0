#include "base/text.hpp"

#include <gmock/gmock.h>

namespace otbench {
namespace {

TEST(Text, is_trimmed_of_blanks_and_line_ends_alone) {
    EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
    EXPECT_EQ(trimmed(" \n"), "");
}

TEST(Text, of_blanks_alone_is_refused_where_text_is_needed) {
    EXPECT_EQ(any_text(" a ").value(), " a ");
    EXPECT_EQ(any_text(" \t").error().message, "this text is empty");
}

TEST(HexText, has_two_lower_case_digits_a_byte_and_separators_between) {
    const OctetBuffer octets{0x00, 0xAB, 0x7F};
    EXPECT_EQ(hex_text(octets), "00ab7f");
    EXPECT_EQ(hex_text(octets, "/"), "00/ab/7f");
    EXPECT_EQ(hex_text(std::string_view{"\x80z"}), "807a");
    EXPECT_EQ(hex_text(OctetView{}, "/"), "");
}

TEST(HexText, is_read_with_blanks_or_without) {
    EXPECT_THAT(parse_octets("00 aB7f ").value(), testing::ElementsAre(0x00, 0xAB, 0x7F));
    for (const char* text : {"0", "00 a", "0g", "-1", "0 0"})
        EXPECT_EQ(parse_octets(text).error().message,
                  "invalid bytes '" + std::string{text} + "' (expected pairs of hex digits such as 04 7f)");
}

}  // namespace
}  // namespace otbench
