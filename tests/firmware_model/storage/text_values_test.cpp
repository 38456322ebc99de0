#include "firmware_model/storage/text_values.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace otbench::firmware {
namespace {

TEST(ToNumber, stops_at_the_first_other_character) {
    EXPECT_EQ(to_number("13abc"), 13);
    EXPECT_EQ(to_number(" \t-5"), -5);
    EXPECT_EQ(to_number("+7"), 7);
    EXPECT_EQ(to_number("0x10"), 0);
}

TEST(ToNumber, is_zero_without_digits) {
    EXPECT_EQ(to_number(""), 0);
    EXPECT_EQ(to_number("abc"), 0);
    EXPECT_EQ(to_number("--1"), 0);
}

TEST(ToNumber, saturates) {
    EXPECT_EQ(to_number("99999999999999999999999999"), std::numeric_limits<std::int32_t>::max());
    EXPECT_EQ(to_number("-99999999999999999999999999"), std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(to_number("-2147483648"), std::numeric_limits<std::int32_t>::min());
}

TEST(ToHexNumber, reads_what_the_c_library_reads) {
    EXPECT_EQ(to_hex_number("1e3"), 0x1E3);
    EXPECT_EQ(to_hex_number(" +fF."), 0xFF);
    EXPECT_EQ(to_hex_number("0x10"), 0x10);
    EXPECT_EQ(to_hex_number("0X"), 0);
    EXPECT_EQ(to_hex_number("0xg"), 0);
    EXPECT_EQ(to_hex_number("-1"), -1);
    EXPECT_EQ(to_hex_number("g"), 0);
    EXPECT_EQ(to_hex_number("1040fe3e16"), std::numeric_limits<std::int32_t>::max());
}

TEST(ToExplicitNumber, takes_zero_only_when_it_is_written) {
    EXPECT_EQ(to_explicit_number("0"), 0);
    EXPECT_EQ(to_explicit_number("0x"), 0);
    EXPECT_EQ(to_explicit_number("x"), std::nullopt);
    EXPECT_EQ(to_explicit_number("-0"), std::nullopt);
    EXPECT_EQ(to_explicit_number("13"), 13);
}

TEST(MatchesKeyword, ignores_what_follows_a_colon) {
    EXPECT_TRUE(matches_keyword("yes", "yes"));
    EXPECT_TRUE(matches_keyword("yes:whatever", "yes"));
    EXPECT_FALSE(matches_keyword("yess", "yes"));
    EXPECT_FALSE(matches_keyword("ye", "yes"));
    EXPECT_FALSE(matches_keyword("Yes", "yes"));
}

}  // namespace
}  // namespace otbench::firmware
