#include "check/client/client.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "check/case.hpp"
#include "check/client/description.hpp"

namespace otbench::check {
namespace {

constexpr std::string_view client_endpoints[] = {"tcp", "pty", "rfc2217"};
constexpr DescriptionForm client_form{"client", "a client", action_names, client_endpoints};

/// The placeholder that begins at `at`, "{address}"; empty if something else does, as a brace of JSON or a variable of
/// the shell.
std::string_view placeholder_at(std::string_view text, std::size_t at) {
    constexpr std::string_view of_names = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    if (text[at] != '{' || (at > 0 && text[at - 1] == '$')) return {};
    const std::size_t end = text.find_first_not_of(of_names, at + 1);
    const bool is_placeholder = end != std::string_view::npos && text[end] == '}' && end > at + 1;
    return is_placeholder ? text.substr(at, end + 1 - at) : std::string_view{};
}

}  // namespace

ReadDescription<Client> read_client(std::string_view text, const std::string& file) {
    return read_description<Client>(text, file, client_form, [](const config::Mapping&, Client&) {});
}

Checked<std::string> command_line(const Client& client, std::string_view action, const Replacements& replacements) {
    return replaced(client, client.commands.find(action)->second, fmt::format("the command of {}", action),
                    replacements);
}

Checked<std::string> replaced(const Client& client, const std::string& pattern, std::string_view where,
                              const Replacements& replacements) {
    std::string command;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::string_view placeholder = placeholder_at(pattern, at);
        if (placeholder.empty()) {
            command += pattern[at++];
            continue;
        }
        const std::string_view name = placeholder.substr(1, placeholder.size() - 2);
        const auto own = client.words.find(name);
        const auto found = replacements.find(name);
        if (found == replacements.end() && own == client.words.end()) {
            std::vector<std::string> known;
            for (const auto& [one, ignored] : replacements) known.push_back("{" + one + "}");
            return InputError{fmt::format("unknown placeholder '{}' in {} (expected one of {})", placeholder, where,
                                          fmt::join(known, ", "))};
        }
        command += found != replacements.end() ? found->second : own->second;
        at += placeholder.size();
    }
    return command;
}

}  // namespace otbench::check
