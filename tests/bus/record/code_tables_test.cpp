// Every code of the VIF and VIFE tables, held to lists that were checked against EN 13757-3 (tests/data/codes).

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>
#include <string>

#include "bus/record/vif.hpp"
#include "bus/record/vife.hpp"

namespace otbench::bus {
namespace {

constexpr std::array<std::string_view, 5> nature_words = {"number", "counter", "bits", "point", "opaque"};
constexpr std::array<std::string_view, 9> modifier_words = {
    "none", "record-error", "qualifies", "multiplies", "adds", "point-of", "duration-of", "opens-table", "packs"};

/// The word for an enumerator; its number where it has none here.
template <class Words, class Enumerator>
std::string word_for(const Words& words, Enumerator value) {
    const auto index = static_cast<std::size_t>(value);
    return index < words.size() ? std::string{words[index]} : std::to_string(index);
}

std::string unit_word(Unit unit) {
    return unit == Unit::none ? "-" : std::string{symbol(unit)};
}

/// Quantity, power of ten, unit, nature.
std::string meaning(const VifEntry& entry) {
    return fmt::format("{}, 1e{} {}, {}\n", name(entry.quantity), int{entry.exponent}, unit_word(entry.unit),
                       word_for(nature_words, entry.nature));
}

/// What it does, its name, power of ten, unit.
std::string meaning(const VifeEntry& entry) {
    return fmt::format("{}, '{}', 1e{} {}\n", word_for(modifier_words, entry.modifier), entry.name, int{entry.amount},
                       unit_word(entry.unit));
}

/// One line a code that is not reserved: table, code, meaning.
std::string vif_list() {
    struct Named {
        VifTable table;
        std::string_view name;
    };
    std::string list;
    for (const auto& [table, table_name] : {Named{VifTable::primary, "primary"}, Named{VifTable::extension_fd, "FD"},
                                            Named{VifTable::extension_fb, "FB"}}) {
        for (std::uint8_t code = 0; code < 128; ++code) {
            const VifEntry& entry = vif_entry({table, code});
            if (entry.quantity == Quantity::reserved) continue;
            list += fmt::format("{} {:02X}: {}", table_name, code, meaning(entry));
        }
    }
    return list;
}

/// One line a code that is not reserved: code, meaning.
std::string vife_list() {
    std::string list;
    for (std::uint8_t code = 0; code < 128; ++code) {
        const VifeEntry& entry = vife_entry(code);
        if (entry.modifier == Modifier::none) continue;
        list += fmt::format("{:02X}: {}", code, meaning(entry));
    }
    return list;
}

std::string recorded(const std::string& file) {
    std::ifstream stream{std::string{OTBENCH_SOURCE_DIR} + "/tests/data/codes/" + file};
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

TEST(CodeTables, each_vif_has_the_meaning_of_the_standard) {
    EXPECT_EQ(vif_list(), recorded("vif.txt"));
}

TEST(CodeTables, each_combinable_vife_has_the_meaning_of_the_standard) {
    EXPECT_EQ(vife_list(), recorded("vife.txt"));
}

TEST(CodeTables, each_further_vife_and_second_level_vif_has_its_meaning) {
    std::string further, second;
    for (std::uint8_t code = 0; code < 128; ++code) {
        const VifeEntry& entry = further_vife_entry(code);
        if (entry.modifier != Modifier::none) further += fmt::format("{:02X}: {}", code, meaning(entry));
        const VifEntry& vif = second_level_entry(code);
        if (vif.quantity != Quantity::reserved) second += fmt::format("{:02X}: {}", code, meaning(vif));
    }
    EXPECT_EQ(further,
              "01: qualifies, 'phase-L1', 1e0 -\n"
              "02: qualifies, 'phase-L2', 1e0 -\n"
              "03: qualifies, 'phase-L3', 1e0 -\n"
              "04: qualifies, 'neutral', 1e0 -\n"
              "05: qualifies, 'between-L1-L2', 1e0 -\n"
              "06: qualifies, 'between-L2-L3', 1e0 -\n"
              "07: qualifies, 'between-L3-L1', 1e0 -\n"
              "08: qualifies, 'quadrant-1', 1e0 -\n"
              "09: qualifies, 'quadrant-2', 1e0 -\n"
              "0A: qualifies, 'quadrant-3', 1e0 -\n"
              "0B: qualifies, 'quadrant-4', 1e0 -\n"
              "0C: qualifies, 'import-minus-export', 1e0 -\n"
              "10: qualifies, 'absolute-sum', 1e0 -\n"
              "11: qualifies, 'type-c', 1e0 -\n"
              "12: qualifies, 'type-d', 1e0 -\n");
    EXPECT_EQ(second,
              "00: selected-application, 1e0 -, bits\n"
              "02: remaining-battery-life, 1e0 months, number\n"
              "03: remaining-battery-life, 1e0 years, number\n");
}

TEST(CodeTables, each_vif_is_found_by_its_own_quantity_and_step) {
    for (const VifTable table : {VifTable::primary, VifTable::extension_fd, VifTable::extension_fb}) {
        for (std::uint8_t code = 0; code < 128; ++code) {
            const VifEntry& entry = vif_entry({table, code});
            if (entry.quantity == Quantity::reserved) continue;
            const auto found = find_vif(entry.quantity, entry.unit, entry.exponent);
            ASSERT_TRUE(found) << name(entry.quantity);
            const VifEntry& again = vif_entry(*found);
            EXPECT_EQ(name(again.quantity), name(entry.quantity));
            EXPECT_EQ(again.exponent, entry.exponent) << name(entry.quantity);
            EXPECT_EQ(symbol(again.unit), symbol(entry.unit)) << name(entry.quantity);
        }
    }
}

}  // namespace
}  // namespace otbench::bus
