#include "app/usage.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <regex>
#include <string_view>
#include <vector>

#include "base/config/suggest.hpp"

namespace otbench::app {
namespace {

/// The verb that the command line names, with the verbs above it: "circuit check".
struct NamedVerb {
    const CLI::App* app;
    std::string path;
};

NamedVerb named_verb(const CLI::App& app) {
    NamedVerb verb{&app, app.get_name()};
    for (auto parsed = app.get_subcommands(); !parsed.empty(); parsed = verb.app->get_subcommands()) {
        verb.app = parsed.front();
        verb.path += " " + verb.app->get_name();
    }
    return verb;
}

std::vector<std::string> long_options(const CLI::App& verb) {
    std::vector<std::string> names;
    for (const CLI::Option* option : verb.get_options())
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    return names;
}

std::string unknown_option(const std::string& word, const CLI::App& verb) {
    const std::string name = word.substr(0, word.find('='));
    const std::vector<std::string> names = long_options(verb);
    const std::string_view meant = config::nearest(name, {names.begin(), names.end()});
    return fmt::format("unknown option '{}'{}", name, meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant));
}

bool is_option(const std::string& word) {
    return word.size() > 1 && word.front() == '-';
}

/// What CLI11 says of the number of arguments, and how it reads here.
struct Wording {
    const char* pattern;
    const char* replacement;
};
constexpr Wording wordings[] = {
    {R"((.+): \d+ required (\S+) missing)", "$1: missing value (expected $2)"},
    {R"((.+): At least (\d+) required but received (\d+))", "$1: $3 given (expected at least $2)"},
    {R"((.+): At Most (\d+) required but received (\d+))", "$1: $3 given (expected at most $2)"},
};

std::string reworded(std::string text) {
    for (const Wording& wording : wordings)
        text = std::regex_replace(text, std::regex{wording.pattern}, wording.replacement);
    return text;
}

std::vector<std::string> verb_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({})) names.push_back(verb->get_name());
    return names;
}

}  // namespace

std::optional<std::string> unknown_verb(const CLI::App& app, const std::string& word) {
    const std::vector<std::string> names = verb_names(app);
    if (std::find(names.begin(), names.end(), word) != names.end()) return std::nullopt;
    return fmt::format("unknown verb '{}'{}", word, config::did_you_mean(word, {names.begin(), names.end()}));
}

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
    const NamedVerb verb = named_verb(app);
    const std::vector<std::string> names = verb_names(*verb.app);
    std::string text = reworded(error.what());
    const std::vector<std::string> remaining = app.remaining(true);
    const auto wrong = std::find_if(remaining.begin(), remaining.end(),
                                    [&](const std::string& word) { return is_option(word) || !names.empty(); });
    if (wrong != remaining.end())
        text = is_option(*wrong) ? unknown_option(*wrong, *verb.app) : unknown_verb(*verb.app, *wrong).value_or(text);
    else if (!remaining.empty())
        text = fmt::format("unexpected argument '{}'", remaining.front());
    else if (!names.empty())
        text = fmt::format("expected a verb: {}", fmt::join(names, ", "));
    return fmt::format("{} ({} --help)", text, verb.path);
}

void refuse_empty_values(CLI::App& app) {
    for (CLI::Option* option : app.get_options())
        if (option->nonpositional() && option->get_items_expected_max() > 0)
            option->check([](const std::string& value) {
                return std::string{value.empty() ? "invalid value '' (expected a text)" : ""};
            });
    for (CLI::App* verb : app.get_subcommands({})) refuse_empty_values(*verb);
}

}  // namespace otbench::app
