#include "app/usage.hpp"

#include <fmt/core.h>

#include <algorithm>
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

}  // namespace

std::optional<std::string> unknown_verb(const CLI::App& app, int argc, char* argv[]) {
    if (argc < 2 || argv[1][0] == '-') return std::nullopt;
    std::vector<std::string> names;
    for (const CLI::App* verb : app.get_subcommands({})) names.push_back(verb->get_name());
    if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return std::nullopt;
    return fmt::format("unknown verb '{}'{} ({} --help)", argv[1],
                       config::did_you_mean(argv[1], {names.begin(), names.end()}), app.get_name());
}

std::string complaint(const CLI::App& app, const CLI::ParseError& error) {
    const NamedVerb verb = named_verb(app);
    std::string text = error.what();
    for (const std::string& word : app.remaining(true))
        if (word.size() > 1 && word.front() == '-') {
            text = unknown_option(word, *verb.app);
            break;
        }
    return fmt::format("{} ({} --help)", text, verb.path);
}

void refuse_empty_values(CLI::App& app) {
    for (CLI::Option* option : app.get_options())
        if (option->nonpositional() && option->get_items_expected_max() > 0)
            option->check(
                [](const std::string& value) { return std::string{value.empty() ? "expected a value, got ''" : ""}; });
    for (CLI::App* verb : app.get_subcommands({})) refuse_empty_values(*verb);
}

}  // namespace otbench::app
