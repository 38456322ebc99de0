#include "check/client/description.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/text.hpp"

namespace otbench::check {
namespace {

constexpr bool required = true, optional = false;
constexpr config::ValueType text_type{"text", "a text"};
constexpr config::ValueType endpoint_type{"endpoint", "a kind of endpoint such as tcp"};
constexpr config::ValueType expectation_type{"expectation", "an expectation such as libmbus-xml"};
constexpr config::ValueType commands_type{"commands", "a mapping of actions to texts"};
constexpr config::Key common_keys[] = {
    {"about", text_type, optional, "Where the program comes from, and how it is installed."},
    {"needs", text_type, optional, "What has to be installed."},
    {"probe", text_type, optional, "A command that fails when it is not."},
    {"tried", text_type, optional, "The version that this description was tried with."},
    {"endpoint", endpoint_type, required, "How the meters are reached."},
    {"expect", expectation_type, required, "Where the values are in the output."},
    {"commands", commands_type, required, "The command or the messages of each action."},
};

bool has(boost::span<const std::string_view> words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

void read_commands(const config::Mapping& mapping, const DescriptionForm& form, Client& described,
                   config::Diagnostics& errors) {
    if (mapping.find("commands") == nullptr) return;
    for (const auto* entry : mapping.entries("commands")) {
        const std::string& action = entry->key.text;
        if (!has(form.actions, action))
            errors.add(entry->key.at,
                       fmt::format("unknown action '{}' (expected one of {})", action, fmt::join(form.actions, ", ")));
        described.commands[action] = entry->value.text;
    }
    if (described.commands.count("read") == 0) mapping.complain("commands", "'commands' lacks the action read");
}

}  // namespace

void read_keys(std::string_view text, const DescriptionForm& form, Client& described,
               const std::function<void(const config::Mapping&)>& read_own, config::Diagnostics& errors) {
    const auto root = config::read_yaml(text, std::string{form.title}, errors);
    if (!root) return;
    const auto keys = config::joined({common_keys, form.own_keys});
    const config::MappingDescription description{form.name, form.title, keys};
    const config::Mapping mapping{*root, description, errors};
    mapping.read("about", described.about, any_text);
    mapping.read("needs", described.needs, any_text);
    mapping.read("probe", described.probe, any_text);
    mapping.read("tried", described.tried, any_text);
    mapping.read("endpoint", described.endpoint, [&](std::string_view written) -> Checked<std::string> {
        if (has(form.endpoints, written)) return std::string{written};
        return InputError{
            fmt::format("invalid endpoint '{}' (expected one of {})", written, fmt::join(form.endpoints, ", "))};
    });
    mapping.read("expect", described.expectation,
                 [](std::string_view written) { return parse_expectation(std::string{written}); });
    read_commands(mapping, form, described, errors);
    read_own(mapping);
}

}  // namespace otbench::check
