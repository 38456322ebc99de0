#include "firmware_model/storage/quirks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otbench::firmware {
namespace {

using testing::HasSubstr;

TEST(Quirks, are_listed_in_the_order_of_their_numbers_with_complete_descriptions) {
    int number = 0;
    for (const QuirkEntry& quirk : quirks()) {
        EXPECT_EQ(quirk.number(), ++number);
        for (const auto text : {quirk.area, quirk.trigger, quirk.effect, quirk.shows}) EXPECT_FALSE(text.empty());
    }
    EXPECT_EQ(number, QuirkFixes::highest);
}

TEST(QuirkFixes, are_off_by_default) {
    EXPECT_TRUE(QuirkFixes{}.none());
    EXPECT_TRUE(QuirkFixes::parse("")->none());
}

TEST(QuirkFixes, reads_numbers_in_any_case_and_writes_them_in_order) {
    const auto fixes = QuirkFixes::parse("q31, Q14,");
    ASSERT_TRUE(fixes) << fixes.error();
    EXPECT_TRUE((*fixes)[Quirk::dump_ends_in_error]);
    EXPECT_TRUE((*fixes)[Quirk::idle_mezzanine_blocks_softuart]);
    EXPECT_FALSE((*fixes)[Quirk::queue_overflows]);
    EXPECT_EQ(fixes->text(), "Q14,Q31");
}

TEST(QuirkFixes, all_means_every_one_that_has_a_switch) {
    const auto fixes = QuirkFixes::parse("All");
    ASSERT_TRUE(fixes) << fixes.error();
    for (const QuirkEntry& quirk : quirks()) EXPECT_EQ((*fixes)[quirk.quirk], quirk.is_switchable()) << quirk.number();
}

TEST(QuirkFixes, refuses_unknown_defects_and_those_without_a_switch_with_the_reason) {
    for (const char* wrong : {"Q0", "Q91", "14", "Q14x", "Q", "reset"}) {
        EXPECT_THAT(QuirkFixes::parse(wrong).error(), HasSubstr(wrong)) << wrong;
    }
    EXPECT_THAT(QuirkFixes::parse("Q14,Q60").error(), HasSubstr("Q60 has no switch"));
}

}  // namespace
}  // namespace otbench::firmware
