#include "circuit/solver/spice_number.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace otbench::circuit {
namespace {

TEST(SpiceNumber, has_the_scales_of_spice_in_either_case) {
    const std::pair<const char*, double> numbers[] = {
        {"3.3k", 3300}, {"-15p", -15e-12}, {"2meg", 2e6}, {"2M", 2e-3}, {"1e-9", 1e-9},   {"1E3K", 1e6},
        {".5", 0.5},    {"10kOhm", 10e3},  {"5V", 5},     {"7u", 7e-6}, {"1mil", 25.4e-6}};
    for (const auto& [text, number] : numbers) {
        const auto read = spice_number(text);
        ASSERT_TRUE(read) << text;
        EXPECT_DOUBLE_EQ(*read, number) << text;
    }
}

TEST(SpiceNumber, refuses_what_spice_would_misread) {
    for (const std::string text : {"", "k", "nan", "inf", "0x10", "0xab", "1e999", "3.3k5", "1 2"})
        EXPECT_FALSE(spice_number(text)) << text;
}

}  // namespace
}  // namespace otbench::circuit
