#include "base/lines.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <vector>

namespace otbench {
namespace {

TEST(Lines, come_one_by_one_however_long_they_are) {
    const std::string longest(200'000, 'x');
    std::istringstream stream{"one\n\n" + longest + "\nthe last"};
    Lines lines{stream};
    std::vector<std::string> read;
    while (const auto line = lines.next()) {
        read.emplace_back(*line);
        EXPECT_EQ(lines.is_whole(), *line != "the last");
    }
    EXPECT_EQ(read, (std::vector<std::string>{"one", "", longest, "the last"}));
    EXPECT_FALSE(lines.next());
}

TEST(Lines, are_none_in_an_empty_stream) {
    std::istringstream stream;
    EXPECT_FALSE(Lines{stream}.next());
}

}  // namespace
}  // namespace otbench
