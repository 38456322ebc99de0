#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

namespace otbench {
namespace {

std::string five_digits(double number) {
    std::array<char, 32> text;
    return {text.data(), write_five_digits(text.data(), number)};
}

TEST(Decimal, writes_numbers_that_grow_and_fall) {
    GrowingDecimal decimal;
    constexpr std::uint64_t million = 1'000'000;
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{7}, million - 1, million, million + 20'304,
                                       12 * million + 5, 12 * million + 999'999, 13 * million, std::uint64_t{42},
                                       13 * million + 1, std::numeric_limits<std::uint64_t>::max()}) {
        std::array<char, 24> text;
        EXPECT_EQ(std::string(text.data(), decimal.write(text.data(), number)), std::to_string(number));
    }
}

TEST(Decimal, prints_five_digits_as_printf_does) {
    std::array<char, 32> expected;
    for (const double size : {0.0, 1e-7, 0.00123456, 0.99999, 1.0, 1.00004, 9.99994, 9.99996, 10.0, 35.38264, 99.9996,
                              123.456, 999.996, 1234.56, 99999.4, 99999.6, 123456.7, 1e300})
        for (const double number : {size, -size}) {
            if (number == 0.0 && std::signbit(number)) continue;
            std::snprintf(expected.data(), expected.size(), "%.5g", number);
            EXPECT_EQ(five_digits(number), expected.data());
            EXPECT_EQ(as_five_digits(number), std::strtod(expected.data(), nullptr));
        }
}

TEST(Decimal, prints_what_is_no_number) {
    EXPECT_EQ(five_digits(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(five_digits(std::numeric_limits<double>::quiet_NaN()), "nan");
}

}  // namespace
}  // namespace otbench
