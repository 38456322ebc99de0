#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace otbench {
namespace {

TEST(Printable, shows_control_characters_by_their_number_and_keeps_text_and_line_ends) {
    EXPECT_EQ(printable("\x1b[31mred\x07\x7f"), "\\x1b[31mred\\x07\\x7f");
    EXPECT_EQ(printable("two\nlines, 20 °C µ é"), "two\nlines, 20 °C µ é");
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\x9b31m");
}

}  // namespace
}  // namespace otbench
