#include "meters/line/control_text.hpp"

#include <gmock/gmock.h>

namespace otbench::meters {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::vector<std::string> words(std::string_view line) {
    return command_words(line).value();
}

TEST(CommandWords, are_separated_by_blanks_outside_of_quotes) {
    EXPECT_THAT(words("  set heat   energy=5 kWh "), ElementsAre("set", "heat", "energy=5", "kWh"));
    EXPECT_THAT(words(R"(set heat "energy=5 kWh" mute=yes)"), ElementsAre("set", "heat", "energy=5 kWh", "mute=yes"));
    EXPECT_THAT(words(R"(set heat "note=say \"a\\b\"" "")"), ElementsAre("set", "heat", "note=say \"a\\b\"", ""));
    EXPECT_EQ(command_words("set \"heat").error().message, "unterminated quote in 'set \"heat'");
}

TEST(Assignments, keep_words_without_a_key_in_the_value_before_them) {
    EXPECT_THAT(assignments({"energy=9740", "kWh", "mute=yes"}).value(),
                ElementsAre(Pair("energy", "9740 kWh"), Pair("mute", "yes")));
    EXPECT_THAT(assignments({"power== 60 + 5 * t in W"}).value(), ElementsAre(Pair("power", "= 60 + 5 * t in W")));
    EXPECT_EQ(assignments({"kWh"}).error().message, "invalid setting 'kWh' (expected KEY=VALUE)");
}

TEST(Pattern, has_wild_cards_for_one_and_for_any_characters) {
    EXPECT_TRUE(matches("flat-*", "flat-12"));
    EXPECT_TRUE(matches("flat-?", "flat-1"));
    EXPECT_FALSE(matches("flat-?", "flat-12"));
    EXPECT_FALSE(matches("flat", "flat-1"));
    EXPECT_TRUE(has_wild_card("a*"));
    EXPECT_FALSE(has_wild_card("a"));
}

TEST(Reply, is_text_or_json) {
    const Reply reply = {{"heat mute=yes", {{"meter", "he\"at"}, {"value", "yes"}}}, {"second", {}}};
    EXPECT_EQ(reply_text(reply), "heat mute=yes\nsecond\n");
    EXPECT_EQ(reply_json(reply), "[{\"meter\":\"he\\\"at\",\"value\":\"yes\"},{}]\n");
}

}  // namespace
}  // namespace otbench::meters
