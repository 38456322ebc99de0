#include "runner/selection/expression.hpp"

#include <gtest/gtest.h>

#include "runner/language/scenario.hpp"

namespace otbench::runner {
namespace {

Scenario scenario(const std::string& path, const std::string& name, const std::vector<std::string>& tags = {}) {
    Scenario scenario;
    scenario.path = path;
    scenario.name = name;
    scenario.tags = tags;
    return scenario;
}

bool matches(const std::string& expression, const Scenario& which) {
    const auto predicate = parse_case_expression(expression);
    EXPECT_TRUE(predicate) << expression;
    return predicate && (*predicate)(which);
}

std::string mistake(const std::string& expression) {
    const auto predicate = parse_case_expression(expression);
    return predicate ? "" : predicate.error().message;
}

TEST(CaseExpression, finds_words_in_path_and_name_and_whole_tags) {
    const auto which = scenario("scenarios/library/hat_read.yaml", "Read two meters", {"slow"});
    EXPECT_TRUE(matches("HAT", which));
    EXPECT_TRUE(matches("two", which));
    EXPECT_TRUE(matches("slow", which));
    EXPECT_FALSE(matches("slo", which));
    EXPECT_TRUE(matches("\"two meters\"", which));
    EXPECT_FALSE(matches("'two  meters'", which));
}

TEST(CaseExpression, binds_not_before_and_before_or) {
    const auto which = scenario("a.yaml", "name");
    EXPECT_TRUE(matches("a or b and c", which));
    EXPECT_FALSE(matches("(a or b) and c", which));
    EXPECT_TRUE(matches("not b and name", which));
    EXPECT_FALSE(matches("not (b or name)", which));
    EXPECT_TRUE(matches("not not a", which));
}

TEST(CaseExpression, takes_quoted_operators_as_words) {
    EXPECT_TRUE(matches("\"and\"", scenario("sand.yaml", "")));
}

TEST(CaseExpression, says_what_is_wrong) {
    EXPECT_EQ(mistake("a and"), "invalid expression 'a and': it ends too early (expected a word)");
    EXPECT_EQ(mistake("a b"), "invalid expression 'a b': unexpected 'b' (expected 'and', 'or' or the end)");
    EXPECT_EQ(mistake("(a"), "invalid expression '(a': it ends too early (expected ')')");
    EXPECT_EQ(mistake(")"), "invalid expression ')': unexpected ')' (expected a word)");
    EXPECT_EQ(mistake("'a"), "a quote without its end in ''a'");
    EXPECT_EQ(mistake(std::string(1001, 'a')), "an expression has at most 1000 characters");
}

}  // namespace
}  // namespace otbench::runner
