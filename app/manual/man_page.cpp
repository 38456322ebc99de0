#include "app/manual/man_page.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/help.hpp"
#include "app/version.hpp"

namespace otbench::app {
namespace {

/// Text that roff prints as it is: no escapes, no requests at the beginning of a line.
std::string roff(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        const bool begins_line = escaped.empty() || escaped.back() == '\n';
        if (begins_line && (c == '.' || c == '\'')) escaped += "\\&";
        if (c == '\\')
            escaped += "\\e";
        else if (c == '-')
            escaped += "\\-";
        else
            escaped += c;
    }
    return escaped;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

std::string section(std::string_view name) {
    return fmt::format(".SH {}\n", name);
}

std::string entry(const std::string& name, const std::string& text) {
    return fmt::format(".TP\n.B {}\n{}\n", roff(name), roff(text));
}

std::vector<const CLI::App*> verbs_below(const CLI::App& verb) {
    return verb.get_subcommands([](const CLI::App*) { return true; });
}

std::string synopsis(const CLI::App& verb, const std::string& path) {
    std::string text = section("SYNOPSIS") + fmt::format(".B {}\n[\\fIOPTIONS\\fR]", roff(path));
    if (!verbs_below(verb).empty()) text += " \\fIVERB\\fR";
    for (const CLI::Option* option : verb.get_options())
        if (!option->nonpositional()) text += fmt::format(" \\fI{}\\fR", roff(option_help(*option).name));
    return text + '\n';
}

/// The section of the arguments, or of the options; empty when there are none.
std::string options(const CLI::App& verb, bool positional) {
    std::string text;
    for (const CLI::Option* option : verb.get_options()) {
        if (option->nonpositional() == positional) continue;
        const OptionHelp help = option_help(*option);
        text += entry(help.name, help.text);
    }
    return text.empty() ? text : section(positional ? "ARGUMENTS" : "OPTIONS") + text;
}

std::string verbs(const CLI::App& verb) {
    std::string text;
    for (const CLI::App* below : verbs_below(verb)) text += entry(below->get_name(), below->get_description());
    return text.empty() ? text : section("VERBS") + text;
}

std::string ending(const HelpEnd& end) {
    std::string text;
    if (!end.examples.empty()) {
        text += section("EXAMPLES") + ".nf\n";
        for (const std::string& example : end.examples) text += roff(example) + '\n';
        text += ".fi\n";
    }
    if (!end.exit_codes.empty()) text += section("EXIT STATUS") + roff(end.exit_codes) + '\n';
    return text;
}

/// The pages of the verb above and of those below.
std::string see_also(const CLI::App& verb, const std::string& path) {
    std::vector<std::string> pages;
    if (const std::size_t last = path.rfind(' '); last != std::string::npos)
        pages.push_back(man_page_name(path.substr(0, last)));
    for (const CLI::App* below : verbs_below(verb)) pages.push_back(man_page_name(path + ' ' + below->get_name()));
    std::string text = section("SEE ALSO");
    for (std::size_t i = 0; i < pages.size(); ++i)
        text += fmt::format(".BR {} (1){}\n", roff(pages[i]), i + 1 < pages.size() ? "," : "");
    return text;
}

}  // namespace

std::string man_page_name(const std::string& path) {
    std::string name = path;
    std::replace(name.begin(), name.end(), ' ', '-');
    return name;
}

std::string man_page(const CLI::App& verb, const std::string& path) {
    const std::string name = man_page_name(path);
    const HelpEnd end = help_end(verb);
    std::string text = fmt::format(".TH {} 1 \"\" \"Otbench {}\" \"Manual of Otbench\"\n", roff(upper(name)), version);
    text += section("NAME") + fmt::format("{} \\- {}\n", roff(name), roff(verb.get_description()));
    text += synopsis(verb, path);
    if (!end.notes.empty()) text += section("DESCRIPTION") + roff(end.notes) + '\n';
    return text + options(verb, true) + options(verb, false) + verbs(verb) + ending(end) + see_also(verb, path);
}

}  // namespace otbench::app
