#include "bus/record/date_time.hpp"

#include <gmock/gmock.h>

namespace otbench::bus {
namespace {

TEST(DateTime, of_a_day_that_its_month_lacks_is_none) {
    const auto date = [](std::uint8_t low, std::uint8_t high) { return decode_date_time(OctetBuffer{low, high}); };
    EXPECT_FALSE(date(0x3F, 0x22));  // 2017-02-31
    EXPECT_FALSE(date(0x3D, 0x22));  // 2017-02-29
    EXPECT_TRUE(date(0x1D, 0x22));   // 2016-02-29
    EXPECT_FALSE(date(0x3F, 0x24));  // 2017-04-31
    EXPECT_TRUE(date(0xFD, 0xF2));   // the 29th of February of every year
}

using ::testing::HasSubstr;

std::string decoded(OctetBuffer octets) {
    const auto when = decode_date_time(octets);
    return when ? to_text(*when) : "none";
}

std::string encoded_and_back(const char* text, DateTimeType type) {
    const auto octets = encode_date_time(parse_date_time(text).value(), type);
    if (!octets) return octets.error().message;
    return to_text(*decode_date_time(OctetView{octets->octets}.first(octets->size)));
}

TEST(DateTime, type_f_takes_the_century_from_its_flag_or_from_two_digits) {
    EXPECT_EQ(decoded({0x24, 0x13, 0x2B, 0x22}), "2017-02-11T19:36");  // no flag, 17
    EXPECT_EQ(decoded({0x24, 0x33, 0x2B, 0x22}), "2017-02-11T19:36");  // flag 1
    EXPECT_EQ(decoded({0x24, 0x53, 0x2B, 0x22}), "2117-02-11T19:36");  // flag 2
    EXPECT_EQ(decoded({0x24, 0x13, 0x2B, 0xC2}), "1997-02-11T19:36");  // no flag, 97
}

TEST(DateTime, invalid_marks_and_impossible_dates_are_rejected) {
    EXPECT_EQ(decoded({0xA4, 0x13, 0x2B, 0x22}), "none");              // type F, bit IV
    EXPECT_EQ(decoded({0x05, 0xA4, 0x13, 0x2B, 0x22, 0x00}), "none");  // type I, bit IV
    EXPECT_EQ(decoded({0xFF, 0xFF}), "none");
    EXPECT_EQ(decoded({0x2B, 0x2D}), "none");        // month 13
    EXPECT_EQ(decoded({0x3C, 0x13, 0x2B}), "none");  // minute 19, second 60
    EXPECT_EQ(decoded({0x01}), "none");
    EXPECT_EQ(decoded({}), "none");
}

TEST(DateTime, wild_cards_are_written_as_asterisks_and_read_again) {
    EXPECT_EQ(decoded({0xE1, 0xFC}), "****-12-01");  // every year, 1 December
    EXPECT_EQ(decoded({0x3F, 0x1F, 0x20, 0x2F}), "2017-**-**T**:**");
    EXPECT_EQ(encoded_and_back("****-12-01", DateTimeType::g), "****-12-01");
    EXPECT_EQ(encoded_and_back("2017-**-**T**:**", DateTimeType::f), "2017-**-**T**:**");
}

TEST(DateTime, every_type_gives_back_what_was_encoded) {
    EXPECT_EQ(encoded_and_back("1981-12-31", DateTimeType::g), "1981-12-31");
    EXPECT_EQ(encoded_and_back("2099-12-31T23:59", DateTimeType::f), "2099-12-31T23:59");
    EXPECT_EQ(encoded_and_back("2199-01-01T00:00", DateTimeType::f), "2199-01-01T00:00");
    EXPECT_EQ(encoded_and_back("2024-02-29T01:02:03", DateTimeType::i), "2024-02-29T01:02:03");
    EXPECT_EQ(encoded_and_back("23:59:58", DateTimeType::j), "23:59:58");
}

TEST(DateTime, says_why_a_value_does_not_fit_a_type) {
    EXPECT_THAT(encoded_and_back("2017-02-11", DateTimeType::f),
                HasSubstr("(expected a date and time (2017-02-11T19:36))"));
    EXPECT_THAT(encoded_and_back("2081-01-01", DateTimeType::g), HasSubstr("1981 to 2080"));
    EXPECT_THAT(parse_date_time("2017-13-01").error().message,
                HasSubstr("invalid date or time '2017-13-01' (expected the form"));
    for (const char* text :
         {"", "2017", "2017-02", "2017-02-11T", "2017-02-11T19", "2017-02-11T19:36:", "19:36:05x", "-1:00"})
        EXPECT_FALSE(parse_date_time(text)) << text;
}

}  // namespace
}  // namespace otbench::bus
