#include "firmware_model/commands/command_tree.hpp"

#include <gtest/gtest.h>

#include <array>

#include "firmware_model/commands/commands.hpp"

namespace otbench::firmware {
namespace {

using Kind = CommandMatch::Kind;

bool ping(CommandCall& /*call*/) {
    return true;
}

bool set_pin(CommandCall& /*call*/) {
    return false;
}

bool get_pin(CommandCall& /*call*/) {
    return true;
}

constexpr std::array<Command, 5> table = {{
    {"trigger/ping", ping},
    {"get/all", ping},
    {"get/<pin>/level", get_pin},
    {"set/config/rx|rx_pin", set_pin},
    {"trigger/ow", nullptr},
}};

CommandMatch find(std::string_view payload) {
    static const CommandTree tree{table};
    const auto accepts = [](std::string_view level, std::string_view text) { return level == "<pin>" && text == "4"; };
    return tree.find(*CommandSegments::split("", payload), 0, accepts);
}

TEST(CommandTree, finds_a_handler_and_the_arguments_after_its_path) {
    const auto match = find("set/config/rx/13");
    EXPECT_EQ(match.kind, Kind::found);
    EXPECT_EQ(match.handler, set_pin);
    EXPECT_EQ(match.arguments, 3U);
}

TEST(CommandTree, accepts_every_spelling) {
    EXPECT_EQ(find("set/config/rx_pin").handler, set_pin);
    EXPECT_EQ(find("set/config/rx|rx_pin").kind, Kind::unknown);
}

TEST(CommandTree, calls_a_path_that_ends_early_incomplete) {
    EXPECT_EQ(find("").kind, Kind::incomplete);
    EXPECT_EQ(find("set/config").kind, Kind::incomplete);
    EXPECT_EQ(find("trigger/ow").kind, Kind::incomplete);
}

TEST(CommandTree, asks_what_a_value_level_takes) {
    EXPECT_EQ(find("get/4/level").handler, get_pin);
    EXPECT_EQ(find("get/all").handler, ping);
    EXPECT_EQ(find("get/5/level").kind, Kind::unknown);
    EXPECT_EQ(find("get/<pin>/level").kind, Kind::unknown);
}

TEST(CommandTree, compares_exactly) {
    EXPECT_EQ(find("Trigger/ping").kind, Kind::unknown);
    EXPECT_EQ(find("trigger/pin").kind, Kind::unknown);
    EXPECT_EQ(find("trigger/ow/x").kind, Kind::unknown);
}

TEST(CommandTable, leads_to_every_handler_it_names) {
    const CommandTree tree{command_table()};
    for (const auto& command : command_table()) {
        std::string path{command.path};
        for (auto bar = path.find('|'); bar != std::string::npos; bar = path.find('|')) {
            path.erase(bar, path.find_first_of("|/", bar + 1) - bar);  // keep the first spelling
        }
        const auto accepts = [](std::string_view level, std::string_view text) { return level == text; };
        const auto match = tree.find(*CommandSegments::split("", path), 0, accepts);
        EXPECT_EQ(match.handler, command.handler) << path;
    }
}

}  // namespace
}  // namespace otbench::firmware
