#include "base/numbers.hpp"

#include <gtest/gtest.h>

namespace otbench {
namespace {

TEST(WholeNumber, is_decimal_or_hexadecimal_within_its_limits) {
    EXPECT_EQ(parse_whole_number("-7", -7, 300).value(), -7);
    EXPECT_EQ(parse_whole_number("300", -7, 300).value(), 300);
    EXPECT_EQ(parse_whole_number(" 0x2F ", 0, 255).value(), 47);
    for (const char* text : {"", "-8", "301", "12a", "1.0", "0x", "0x-1", "x1", "99999999999999999999"})
        EXPECT_EQ(parse_whole_number(text, -7, 300).error().message,
                  "invalid number '" + std::string{text} + "' (expected a whole number from -7 to 300)");
}

TEST(Truth, has_three_words_for_each_value) {
    for (const char* text : {"yes", "true", "on"}) EXPECT_TRUE(parse_truth(text).value()) << text;
    for (const char* text : {"no", "false", "off"}) EXPECT_FALSE(parse_truth(text).value()) << text;
    for (const char* text : {"", "Yes", "1", "nope"})
        EXPECT_EQ(parse_truth(text).error().message,
                  "invalid value '" + std::string{text} + "' (expected yes, no, true, false, on or off)");
}

}  // namespace
}  // namespace otbench
