// `otbench firmware tree`: the commands that the firmware takes, for people who write its clients.

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "app/firmware/firmware_listings.hpp"
#include "firmware_model/commands/commands.hpp"

namespace otbench::app {
namespace {

/// The texts of a list with a comma and a space between them.
std::vector<std::string_view> items(std::string_view list) {
    constexpr std::string_view separator = ", ";
    std::vector<std::string_view> texts;
    while (!list.empty()) {
        const auto end = list.find(separator);
        texts.push_back(list.substr(0, end));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + separator.size());
    }
    return texts;
}

/// The path with what follows it: "dump/[<count>]" may be left out with its slash.
std::string usage(const firmware::Command& command) {
    if (command.arguments.empty()) return std::string{command.path};
    if (command.arguments.front() == '[') return fmt::format("{}[/{}", command.path, command.arguments.substr(1));
    return fmt::format("{}/{}", command.path, command.arguments);
}

}  // namespace

std::string tree_text() {
    std::string text =
        "Paths below /<root>/<chip id>; bars separate alternative spellings, square brackets mark optional parts.\n"
        "The answer to an incomplete path is ok (Q10), to an unknown one error:invalid_mqtt_topic/message.\n\n";
    for (const auto& command : firmware::command_table()) {
        if (command.handler == nullptr) continue;
        text += usage(command) + "\n";
        if (!command.success.empty()) text += fmt::format("    {}\n", command.success);
        for (const auto error : items(command.errors)) text += fmt::format("    error:{}\n", error);
    }
    return text;
}

std::string tree_json() {
    auto tree = nlohmann::ordered_json::array();
    for (const auto& command : firmware::command_table()) {
        if (command.handler == nullptr) continue;
        tree.push_back({{"path", command.path},
                        {"arguments", command.arguments},
                        {"success", command.success},
                        {"errors", items(command.errors)}});
    }
    constexpr int indent = 2;
    return tree.dump(indent) + "\n";
}

}  // namespace otbench::app
