#include "check/client/client.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "check/case.hpp"
#include "check/client/description.hpp"

namespace otbench::check {
namespace {

constexpr bool required = true, optional = false;
constexpr config::ValueType text_type{"text", "a text"};
constexpr config::ValueType endpoint_type{"endpoint", "tcp, pty or rfc2217"};
constexpr config::ValueType expectation_type{"expectation", "an expectation such as libmbus-xml"};
constexpr config::ValueType commands_type{"commands", "a mapping of actions to commands"};
constexpr config::Key client_keys[] = {
    {"about", text_type, optional, "Where the client comes from, and how it is installed."},
    {"needs", text_type, optional, "What has to be installed."},
    {"probe", text_type, optional, "A command that fails when it is not."},
    {"tried", text_type, optional, "The version that this description was tried with."},
    {"endpoint", endpoint_type, required, "How the client reaches the meters."},
    {"expect", expectation_type, required, "Where the values are in its output."},
    {"commands", commands_type, required, "The command of each action."},
};
constexpr config::MappingDescription client_description{"client", "a client", client_keys};

Checked<std::string> parse_endpoint_kind(std::string_view text) {
    if (text == "tcp" || text == "pty" || text == "rfc2217") return std::string{text};
    return InputError{fmt::format("invalid endpoint '{}' (expected tcp, pty or rfc2217)", text)};
}

}  // namespace

void read_common_keys(const config::Mapping& mapping, boost::span<const std::string_view> actions, Client& client,
                      config::Diagnostics& errors) {
    mapping.read("about", client.about, any_text);
    mapping.read("expect", client.expectation,
                 [](std::string_view written) { return parse_expectation(std::string{written}); });
    if (mapping.find("commands") == nullptr) return;
    for (const auto* entry : mapping.entries("commands")) {
        const std::string& action = entry->key.text;
        if (std::find(actions.begin(), actions.end(), action) == actions.end())
            errors.add(entry->key.at,
                       fmt::format("unknown action '{}' (expected one of {})", action, fmt::join(actions, ", ")));
        client.commands[action] = entry->value.text;
    }
    if (client.commands.count("read") == 0) mapping.complain("commands", "'commands' lacks the action read");
}

boost::system::result<Client, std::vector<config::Diagnostic>> read_client(std::string_view text,
                                                                           const std::string& file) {
    config::Diagnostics errors{file};
    Client client;
    if (const auto root = config::read_yaml(text, "a client", errors)) {
        const config::Mapping mapping{*root, client_description, errors};
        read_common_keys(mapping, action_names, client, errors);
        mapping.read("needs", client.needs, any_text);
        mapping.read("probe", client.probe, any_text);
        mapping.read("tried", client.tried, any_text);
        mapping.read("endpoint", client.endpoint, parse_endpoint_kind);
    }
    if (!errors.empty()) return errors.take_all();
    return client;
}

Checked<std::string> command_line(const Client& client, std::string_view action, const Replacements& replacements) {
    return replaced(client, client.commands.find(action)->second, fmt::format("the command of {}", action),
                    replacements);
}

Checked<std::string> replaced(const Client& client, const std::string& pattern, std::string_view where,
                              const Replacements& replacements) {
    std::string command;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t end = pattern[at] == '{' ? pattern.find('}', at) : std::string::npos;
        if (end == std::string::npos) {
            command += pattern[at++];
            continue;
        }
        const std::string name = pattern.substr(at + 1, end - at - 1);
        const auto own = client.words.find(name);
        const auto found = replacements.find(name);
        if (found == replacements.end() && own == client.words.end()) {
            std::vector<std::string> known;
            for (const auto& [placeholder, ignored] : replacements) known.push_back("{" + placeholder + "}");
            return InputError{fmt::format("unknown placeholder '{{{}}}' in {} (expected one of {})", name, where,
                                          fmt::join(known, ", "))};
        }
        command += found != replacements.end() ? found->second : own->second;
        at = end + 1;
    }
    return command;
}

}  // namespace otbench::check
