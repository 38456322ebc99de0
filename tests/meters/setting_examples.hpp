#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meters/faults/setting_text.hpp"

namespace otbench::meters {

/// A value for one entry of a settings table that is not the default, and what then holds of the settings themselves.
/// `shown` is how the entry shows the value where that differs from `text`.
template <class T>
struct SettingExample {
    std::string_view name;
    std::string_view text;
    bool (*holds)(const T&);
    std::string_view shown = {};
};

/// Whether `text` is one of the values that an entry announces: "yes|no", "TIME|BITS", "HEX at NUMBER".
inline bool is_announced(std::string_view values, std::string_view text) {
    std::string pattern = std::regex_replace(std::string{values}, std::regex{"\\+"}, "\\+");
    for (const auto& [word, meaning] :
         {std::pair{"EIGHT DIGITS", "[0-9]{8}"}, std::pair{"NUMBER", "[0-9]+"}, std::pair{"TIME", "[0-9]+ ms"},
          std::pair{"BITS", "[0-9]+ bit"}, std::pair{"SHARE", "-?[0-9]+ %"}, std::pair{"HEX", "([0-9a-f]{2} ?)+"}})
        pattern = std::regex_replace(pattern, std::regex{word}, meaning);
    return std::regex_match(std::string{text}, std::regex{pattern});
}

/// What every entry of a settings table shows, by name.
template <class T>
std::map<std::string_view, std::string> shown_settings(const std::vector<SettingEntry<T>>& entries, const T& settings) {
    std::map<std::string_view, std::string> shown;
    for (const auto& entry : entries) shown.emplace(entry.name, entry.get(settings));
    return shown;
}

/// Expects that `example` reaches the member that it is for, is shown as written, changes no other entry, and that
/// nonsense in its place is refused without effect.
template <class T>
void expect_one_setting(const std::vector<SettingEntry<T>>& entries, const SettingEntry<T>& entry,
                        const SettingExample<T>& example) {
    SCOPED_TRACE(fmt::format("{}: {}", entry.name, example.text));
    T settings;
    const auto defaults = shown_settings(entries, settings);
    EXPECT_FALSE(example.holds(settings)) << "the example is the default";
    EXPECT_TRUE(is_announced(entry.values, example.text)) << entry.values;
    ASSERT_TRUE(entry.set(settings, example.text));
    EXPECT_TRUE(example.holds(settings)) << "it did not reach its member";

    auto expected = defaults;
    expected[entry.name] = example.shown.empty() ? example.text : example.shown;
    EXPECT_EQ(shown_settings(entries, settings), expected);

    EXPECT_FALSE(entry.set(settings, "?"));
    EXPECT_EQ(shown_settings(entries, settings), expected) << "after a refused value";

    T again = settings;
    if (entry.set(again, defaults.at(entry.name))) {
        EXPECT_FALSE(example.holds(again)) << "it cannot be set back to the default";
        EXPECT_EQ(shown_settings(entries, again), defaults);
    }
}

/// `expect_one_setting` for all of `examples`, which have to reach every entry of the table. `find` looks a name up.
template <class T, class Find>
void expect_settings(const std::vector<SettingEntry<T>>& entries, const std::vector<SettingExample<T>>& examples,
                     const Find& find) {
    std::set<std::string_view> reached;
    for (const auto& example : examples) {
        const SettingEntry<T>* entry = find(example.name);
        ASSERT_NE(entry, nullptr) << example.name;
        reached.insert(entry->name);
        expect_one_setting(entries, *entry, example);
    }
    for (const auto& entry : entries) EXPECT_EQ(reached.count(entry.name), 1U) << entry.name << " has no example";
}

/// "| `mute` | yes, no | the meter ignores all frames |"
template <class T>
std::string documented_row(const SettingEntry<T>& entry) {
    std::string values = std::regex_replace(std::string{entry.values}, std::regex{"\\|"}, ", ");
    for (char& c : values) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return fmt::format("| `{}` | {} | {} |\n", entry.name, values, entry.meaning);
}

/// Expects the table of `entries`, row by row, in the page at `path`.
template <class T>
void expect_documented(const std::vector<SettingEntry<T>>& entries, const char* path) {
    std::ifstream file{path};
    const std::string page{std::istreambuf_iterator<char>{file}, {}};
    std::string table;
    for (const auto& entry : entries) table += documented_row(entry);
    EXPECT_NE(page.find(table), std::string::npos) << path << " needs this table:\n" << table;
}

}  // namespace otbench::meters
