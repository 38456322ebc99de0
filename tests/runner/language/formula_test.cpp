#include "runner/language/formula.hpp"

#include <gmock/gmock.h>

namespace otbench::runner {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Formula, computes_with_the_numbers_of_saved_texts) {
    const auto formula = Formula::parse("after - before == 10");
    ASSERT_TRUE(formula);
    EXPECT_THAT(formula->variables(), ElementsAre("after", "before"));
    EXPECT_EQ(*formula->evaluate({{"after", "9740 kWh"}, {"before", "9730 kWh"}}), 1.0);
    EXPECT_EQ(*formula->evaluate({{"after", "9741 kWh"}, {"before", "9730 kWh"}}), 0.0);
    EXPECT_EQ(formula->with_values({{"after", "9740 kWh"}, {"before", "9730 kWh"}}),
              "after = 9740 kWh, before = 9730 kWh");
    EXPECT_EQ(*Formula::parse("2 * n + 1")->evaluate({{"n", "-1.5"}}), -2.0);
}

TEST(Formula, says_which_variable_cannot_be_used) {
    const auto formula = Formula::parse("n > 3");
    EXPECT_EQ(formula->evaluate({}).error().message, "unknown variable 'n'");
    EXPECT_EQ(formula->evaluate({{"n", "on"}}).error().message, "n is 'on' (expected a number)");
    EXPECT_EQ(Formula::parse("1 / n")->evaluate({{"n", "0"}}).error().message, "'1 / n' has no finite value");
}

TEST(Formula, that_is_not_understood_is_an_error) {
    for (const char* text : {"", "a +", "a b", "(a", "1, 2", "a = 1"}) {
        const auto formula = Formula::parse(text);
        ASSERT_FALSE(formula) << text;
        EXPECT_THAT(formula.error().message, HasSubstr("invalid expression '"));
    }
    EXPECT_EQ(Formula::parse(std::string(1001, '1')).error().message, "an expression has at most 1000 characters");
}

TEST(VariableNames, are_those_that_formulas_can_have) {
    EXPECT_TRUE(check_variable_name("energy_2"));
    for (const char* name : {"", "2a", "a-b", "chip_id", "ä"}) EXPECT_FALSE(check_variable_name(name)) << name;
}

}  // namespace
}  // namespace otbench::runner
