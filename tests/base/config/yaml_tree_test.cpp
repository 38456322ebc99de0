#include "base/config/yaml_tree.hpp"

#include <gtest/gtest.h>

namespace otbench::config {
namespace {

using Kind = YamlNode::Kind;

YamlNode tree(std::string_view text) {
    Diagnostics diagnostics{"x.yaml"};
    auto root = read_yaml(text, "a scenario", diagnostics);
    for (const auto& diagnostic : diagnostics.take_all()) ADD_FAILURE() << to_string(diagnostic);
    return root.value_or(YamlNode{});
}

std::string complaint(std::string_view text) {
    Diagnostics diagnostics{"x.yaml"};
    EXPECT_FALSE(read_yaml(text, "a scenario", diagnostics));
    const auto found = diagnostics.take_all();
    return found.size() == 1 ? to_string(found.front()) : "expected one diagnostic";
}

void expect_at(const YamlNode& node, int line, int column) {
    EXPECT_EQ(node.at.line, line);
    EXPECT_EQ(node.at.column, column);
}

TEST(YamlTree, keeps_the_position_of_every_node) {
    const auto root = tree("name: A\nlist:\n  - 1\n  - {b: \"two\"}\n");
    ASSERT_EQ(root.kind, Kind::mapping);
    ASSERT_EQ(root.entries.size(), 2U);
    expect_at(root.entries[0].value, 1, 7);
    const auto& list = root.entries[1].value;
    ASSERT_EQ(list.kind, Kind::list);
    ASSERT_EQ(list.items.size(), 2U);
    expect_at(list.items[0], 3, 5);
    ASSERT_EQ(list.items[1].entries.size(), 1U);
    expect_at(list.items[1].entries[0].key, 4, 6);
    EXPECT_EQ(list.items[1].entries[0].value.text, "two");
}

TEST(YamlTree, keeps_both_of_two_equal_keys) {
    const auto root = tree("a: 1\na: 2\n");
    ASSERT_EQ(root.entries.size(), 2U);
    EXPECT_EQ(root.entries[0].value.text, "1");
    EXPECT_EQ(root.entries[1].value.text, "2");
}

TEST(YamlTree, places_a_missing_value_at_its_key) {
    const auto root = tree("a:\nb: 1\n");
    ASSERT_EQ(root.entries.size(), 2U);
    EXPECT_EQ(root.entries[0].value.kind, Kind::empty);
    expect_at(root.entries[0].value, 1, 1);
}

TEST(YamlTree, distinguishes_empty_text_from_nothing) {
    const auto root = tree("a: ''\nb: ~\n");
    ASSERT_EQ(root.entries.size(), 2U);
    EXPECT_EQ(root.entries[0].value.kind, Kind::text);
    EXPECT_EQ(root.entries[1].value.kind, Kind::empty);
}

TEST(YamlTree, takes_utf_8_and_windows_line_ends) {
    const auto root = tree("\xEF\xBB\xBFname: Zähler\r\nnote: 20 °C\r\n");
    ASSERT_EQ(root.entries.size(), 2U);
    EXPECT_EQ(root.entries[0].value.text, "Zähler");
    EXPECT_EQ(root.entries[1].value.text, "20 °C");
}

TEST(YamlTree, refuses_bytes_that_are_not_text) {
    EXPECT_EQ(complaint({"a: \0", 4}), "x.yaml:1:4: byte 0x00 is not text; a scenario is a YAML file in UTF-8");
    EXPECT_EQ(complaint("\xff\xfe"), "x.yaml:1:1: byte 0xff is not text; a scenario is a YAML file in UTF-8");
    EXPECT_EQ(complaint("a: ä\nb: \xC3"), "x.yaml:2:4: byte 0xc3 is not text; a scenario is a YAML file in UTF-8");
    EXPECT_EQ(complaint("a: \x1b[0m"), "x.yaml:1:4: byte 0x1b is not text; a scenario is a YAML file in UTF-8");
}

TEST(YamlTree, reads_several_documents_where_these_are_allowed) {
    Diagnostics diagnostics{"x.yaml"};
    const auto documents = read_yaml_documents("a: 1\n---\n- 2\n", "a description", diagnostics);
    ASSERT_TRUE(documents);
    ASSERT_EQ(documents->size(), 2U);
    EXPECT_EQ((*documents)[0].kind, Kind::mapping);
    EXPECT_EQ((*documents)[1].items.at(0).text, "2");
    EXPECT_EQ(complaint("a: 1\n---\nb: 2\n"), "x.yaml:2:1: a second document begins here (expected a scenario alone)");
}

TEST(YamlTree, ends_on_what_begins_no_document) {
    for (const char* text : {",", "]", "}: 1", "a: 1\n---\n,"}) {
        Diagnostics diagnostics{"x.yaml"};
        EXPECT_FALSE(read_yaml_documents(text, "a description", diagnostics)) << text;
        EXPECT_FALSE(diagnostics.empty()) << text;
    }
    EXPECT_EQ(complaint(","), "x.yaml:1:1: not YAML: a document cannot begin with this");
}

TEST(YamlTree, refuses_files_beyond_its_limits) {
    std::string nested;
    for (std::size_t i = 0; i <= YamlLimits::levels; ++i) nested += "- ";
    EXPECT_EQ(complaint(nested), "x.yaml:1:33: nested more than 16 levels deep");
    EXPECT_EQ(complaint(std::string(YamlLimits::bytes + 1, ' ')),
              "x.yaml: 16777217 bytes are too many for a scenario (expected at most 16777216)");
    std::string list = "[";
    for (std::size_t i = 0; i < YamlLimits::nodes; ++i) list += "1,";
    EXPECT_EQ(complaint(list + "]"), "x.yaml:1:1: more than 1000000 values in one file");
}

TEST(YamlTree, survives_every_shortened_and_every_damaged_file) {
    const std::string file =
        "name: A\nsteps:\n  - publish: \"a\\x20b\"\n    expect: [ok, {regex: '^a'}]\n  - note: |\n      x\n";
    for (std::size_t i = 0; i < file.size(); ++i) {
        Diagnostics diagnostics{"x.yaml"};
        static_cast<void>(read_yaml(std::string_view{file}.substr(0, i), "a scenario", diagnostics));
        for (const char c : {'[', '{', '"', ':', '-', '&', '*', '!', '%', '\n', '\t', '\0', '\xff'}) {
            auto damaged = file;
            damaged[i] = c;
            static_cast<void>(read_yaml(damaged, "a scenario", diagnostics));
        }
    }
}

}  // namespace
}  // namespace otbench::config
