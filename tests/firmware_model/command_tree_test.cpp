#include "firmware_model/command_tree.hpp"

#include <gtest/gtest.h>

#include <array>

#include "firmware_model/commands.hpp"

namespace otbench::firmware {
namespace {

using Kind = CommandMatch::Kind;

bool ping(CommandCall& /*call*/) {
    return true;
}

bool set_pin(CommandCall& /*call*/) {
    return false;
}

constexpr std::array<Command, 3> table = {{
    {"trigger/ping", ping},
    {"set/config/rx|rx_pin", set_pin},
    {"trigger/ow", nullptr},
}};

CommandMatch find(std::string_view payload) {
    static const CommandTree tree{table};
    return tree.find(*CommandSegments::split("", payload), 0);
}

TEST(CommandTree, finds_a_handler_and_the_arguments_after_its_path) {
    const auto match = find("set/config/rx/13");
    EXPECT_EQ(match.kind, Kind::found);
    EXPECT_EQ(match.handler, set_pin);
    EXPECT_EQ(match.arguments, 3U);
}

TEST(CommandTree, knows_every_spelling) {
    EXPECT_EQ(find("set/config/rx_pin").handler, set_pin);
    EXPECT_EQ(find("set/config/rx|rx_pin").kind, Kind::unknown);
}

TEST(CommandTree, calls_a_path_that_ends_early_incomplete) {
    EXPECT_EQ(find("").kind, Kind::incomplete);
    EXPECT_EQ(find("set/config").kind, Kind::incomplete);
    EXPECT_EQ(find("trigger/ow").kind, Kind::incomplete);
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
        const auto match = tree.find(*CommandSegments::split("", path), 0);
        EXPECT_EQ(match.handler, command.handler) << path;
    }
}

}  // namespace
}  // namespace otbench::firmware
