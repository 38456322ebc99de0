#include "base/config/regex.hpp"

#include <gmock/gmock.h>

#include <string>

namespace otbench::config {
namespace {

std::string complaint(std::string_view pattern) {
    const auto compiled = Regex::compile(pattern);
    return compiled ? "" : compiled.error().message;
}

TEST(Regex, is_found_anywhere_unless_it_is_anchored) {
    EXPECT_TRUE(Regex::compile("/16")->found_in("ok:68/4d/16/xx"));
    EXPECT_TRUE(Regex::compile("^ok:(00/)*xx$")->found_in("ok:00/00/xx"));
    EXPECT_FALSE(Regex::compile("^/16")->found_in("ok:68/4d/16/xx"));
    EXPECT_FALSE(Regex::compile("/16$")->found_in("ok:68/4d/16/xx"));
}

TEST(Regex, extracts_the_same_of_every_match) {
    EXPECT_THAT(Regex::compile("(\\d)\\d*")->extract_all("12/34/"), testing::ElementsAre("1", "3"));
    EXPECT_THAT(Regex::compile("x*")->extract_all("axx"), testing::ElementsAre("", "xx", ""));
    EXPECT_THAT(Regex::compile("y")->extract_all("axx"), testing::ElementsAre());
}

TEST(Regex, extracts_its_first_group_or_else_all_that_it_matches) {
    EXPECT_EQ(Regex::compile("^ok:(\\d+)/(\\d+)$")->extract("ok:12/34"), "12");
    EXPECT_EQ(Regex::compile("\\d+")->extract("ok:12/34"), "12");
    EXPECT_EQ(Regex::compile("ok(x)?")->extract("ok"), "");
    EXPECT_EQ(Regex::compile("error")->extract("ok:12/34"), std::nullopt);
}

TEST(Regex, takes_octets_that_are_not_utf_8) {
    EXPECT_TRUE(
        Regex::compile("^a.b$")->found_in("a\xff"
                                          "b"));
    EXPECT_TRUE(Regex::compile("^a\\xffb$")
                    ->found_in("a\xff"
                               "b"));
}

TEST(Regex, searches_long_texts_without_the_stack) {
    const std::string text = std::string(40'000, 'a') + "b";
    EXPECT_TRUE(Regex::compile("^(a|x)*b$")->found_in(text));
    EXPECT_FALSE(Regex::compile("^(a|x)*c$")->found_in(text));
}

TEST(Regex, answers_at_once_where_backtracking_never_ends) {
    EXPECT_FALSE(Regex::compile("(a|a)*b")->found_in(std::string(40'000, 'a')));
    EXPECT_FALSE(Regex::compile("(a*)*c")->found_in(std::string(40'000, 'a')));
}

TEST(Regex, says_what_is_invalid) {
    EXPECT_EQ(complaint("^(ok$"), "invalid regular expression '^(ok$': missing ): ^(ok$");
    EXPECT_EQ(complaint("[a"), "invalid regular expression '[a': missing ]: [a");
    EXPECT_EQ(complaint("*a"), "invalid regular expression '*a': no argument for repetition operator: *");
    EXPECT_EQ(complaint("(a)\\1"), "invalid regular expression '(a)\\1': invalid escape sequence: \\1");
}

TEST(Regex, limits_its_size_and_its_memory) {
    EXPECT_EQ(complaint(std::string(1001, 'a')), "regular expression of 1001 characters (expected at most 1000)");
    EXPECT_EQ(complaint(std::string(1000, 'a')), "");
    EXPECT_NE(complaint("((a{100}){100}){100}"), "");
}

}  // namespace
}  // namespace otbench::config
