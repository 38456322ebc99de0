#include "base/line_fan.hpp"

#include <gtest/gtest.h>

namespace otbench {
namespace {

TEST(LineFan, admits_points_as_long_as_one_line_passes_by_all) {
    LineFan fan;
    fan.open(0, 0);
    EXPECT_TRUE(fan.admit(1, 1.0, 0.1));
    EXPECT_TRUE(fan.admit(2, 2.15, 0.1)) << "the line to it is at 1.075 where the point before has 1";
    EXPECT_FALSE(fan.admit(3, 2.6, 0.1)) << "the line to it is at 0.87 there";
    EXPECT_TRUE(fan.admit(3, 3.1, 0.1)) << "what was not admitted leaves no trace";
}

TEST(LineFan, lets_lines_pass_by_a_point_more_closely) {
    LineFan fan;
    fan.open(0, 0);
    ASSERT_TRUE(fan.admit(1, 1, 0.5));
    fan.pass_by(1, 1, 0.01);
    EXPECT_FALSE(fan.admit(2, 2.1, 0.5)) << "the line to it is at 1.05 there";
    EXPECT_TRUE(fan.admit(2, 2.01, 0.5));
}

TEST(LineFan, forgets_all_when_it_is_opened_anew) {
    LineFan fan;
    fan.open(0, 0);
    ASSERT_TRUE(fan.admit(1, 1, 0.01));
    ASSERT_FALSE(fan.admit(2, 0, 0.01));
    fan.open(1, 1);
    EXPECT_TRUE(fan.admit(2, 0, 0.01));
}

}  // namespace
}  // namespace otbench
