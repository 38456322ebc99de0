#include "runner/language/keys.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "runner/language/schema.hpp"
#include "runner/steps/registry.hpp"

namespace otbench::runner {
namespace {

std::string committed(const std::string& path) {
    std::ifstream file{std::string{OTBENCH_SOURCE_DIR} + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(Keys, are_those_of_the_committed_schema) {
    EXPECT_TRUE(scenario_schema(step_kinds()) == committed("/docs/scenario.schema.json"))
        << "write it anew: otbench scenario schema > docs/scenario.schema.json";
}

const std::string manual_pages[] = {"/docs/user/scenario-format.md", "/docs/user/steps.md"};

TEST(Keys, are_those_of_the_tables_in_the_manual) {
    for (const std::string& page : manual_pages) {
        const auto manual = committed(page);
        const auto filled = fill_reference_tables(manual, step_kinds());
        ASSERT_TRUE(filled) << filled.error().message;
        EXPECT_TRUE(*filled == manual) << "write it anew: otbench scenario tables " << page.substr(1);
    }
}

TEST(Keys, have_each_a_table_in_the_manual) {
    std::string manual;
    for (const std::string& page : manual_pages) manual += committed(page);
    for (const auto name : reference_tables(step_kinds()))
        EXPECT_NE(manual.find("<!-- keys: " + std::string{name} + " -->"), std::string::npos) << name;
}

TEST(Keys, fill_only_tables_that_exist_and_end) {
    const auto unknown = fill_reference_tables("<!-- keys: mter -->\n<!-- end of keys -->", step_kinds());
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().message, "unknown mapping 'mter'; did you mean 'meter'?");
    EXPECT_FALSE(fill_reference_tables("<!-- keys: meter -->\n", step_kinds()));
    const auto note =
        fill_reference_tables("a\n<!-- keys: note-step -->\nold\n<!-- end of keys -->\nb\n", step_kinds());
    ASSERT_TRUE(note);
    EXPECT_EQ(*note,
              "a\n<!-- keys: note-step -->\n| key | default | |\n|---|---|---|\n"
              "| `note` | required | A remark for the report. |\n<!-- end of keys -->\nb\n");
}

TEST(Keys, every_step_begins_with_a_verb_of_its_own) {
    std::set<std::string_view> verbs;
    for (const auto* step : step_kinds()) {
        EXPECT_TRUE(step->description.keys.front().required) << step->verb();
        EXPECT_TRUE(verbs.insert(step->verb()).second) << step->verb();
    }
}

TEST(Keys, are_found_by_name) {
    ASSERT_NE(keys::meter.find("unit-loads"), nullptr);
    EXPECT_EQ(keys::meter.find("unit-loads")->name, "unit-loads");
    EXPECT_EQ(keys::meter.find("unit_loads"), nullptr);
}

}  // namespace
}  // namespace otbench::runner
