#include "base/config/scalar_edit.hpp"

#include <gtest/gtest.h>

namespace otbench::config {
namespace {

std::string edited(std::string_view yaml, std::vector<ScalarEdit> edits) {
    const EditedYaml edited = edit_scalars(yaml, std::move(edits));
    if (edited.left.empty()) return edited.text;
    EXPECT_EQ(edited.text, yaml);
    const auto& [at, reason] = edited.left.front();
    return "left: " + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " + reason;
}

TEST(ScalarEdit, changes_the_text_and_nothing_else) {
    EXPECT_EQ(edited("# head\nsteps:\n  - {publish: a,   expect: ok }  # why\n\n  - expect: old  # ok\n",
                     {{{3, 28}, "ok", "ok:pong"}, {{5, 13}, "old", "new"}}),
              "# head\nsteps:\n  - {publish: a,   expect: 'ok:pong' }  # why\n\n  - expect: new  # ok\n");
}

TEST(ScalarEdit, keeps_the_tolerance) {
    EXPECT_EQ(edited("energy: 9730 kWh ± 1 %  # c\n", {{{1, 9}, "9730 kWh", "9800 kWh"}}),
              "energy: 9800 kWh ± 1 %  # c\n");
    EXPECT_EQ(edited("energy: '9730 kWh +/- 1 %'\n", {{{1, 9}, "9730 kWh", "9800 kWh"}}),
              "energy: '9800 kWh +/- 1 %'\n");
}

TEST(ScalarEdit, keeps_the_quotes_and_adds_some_where_needed) {
    EXPECT_EQ(edited("a: \"o\\\"k\"\n", {{{1, 4}, "o\"k", "n"}}), "a: \"n\"\n");
    EXPECT_EQ(edited("a: 'it''s'\n", {{{1, 4}, "it's", "b"}}), "a: 'b'\n");
    EXPECT_EQ(edited("a: ok\n", {{{1, 4}, "ok", "{\"x\": 1}"}}), "a: '{\"x\": 1}'\n");
    EXPECT_EQ(edited("a: ok\n", {{{1, 4}, "ok", "it's\n"}}), "a: \"it's\\n\"\n");
    EXPECT_EQ(edited("a: ok\n", {{{1, 4}, "ok", ""}}), "a: ''\n");
    EXPECT_EQ(edited("a: ok\n", {{{1, 4}, "ok", " x "}}), "a: ' x '\n");
}

TEST(ScalarEdit, changes_several_texts_of_one_line) {
    EXPECT_EQ(edited("[a, b, a]\n", {{{1, 2}, "a", "long"}, {{1, 8}, "a", "longer"}}), "[long, b, longer]\n");
}

TEST(ScalarEdit, refuses_a_place_that_does_not_have_the_text) {
    for (const auto* yaml : {"a: ${x}\n", "a: okay\n", "a: ok and more\n", "a: |\n  ok\n", "a: 'ok\n  '\n", "a:\n", ""})
        EXPECT_EQ(edited(yaml, {{{1, 4}, "ok", "new"}}),
                  "left: 1:4: 'ok' does not stand here as such (it has a variable or several lines)")
            << yaml;
}

}  // namespace
}  // namespace otbench::config
