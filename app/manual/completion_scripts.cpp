#include "app/manual/completion_scripts.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/help.hpp"

namespace otbench::app {
namespace {

/// A word that may follow a verb: a verb below it, or an option with the values it takes, when they are a list.
struct Word {
    std::string text, meaning;
    std::vector<std::string> values = {};
    bool takes_value = false;
};

/// A verb with the verbs above it ("circuit sweep"; empty for the program) and what may follow it.
struct Place {
    std::string path;
    std::vector<Word> verbs, options;
};

void collect(const CLI::App& verb, const std::string& path, std::vector<Place>& places) {
    Place place{path, {}, {}};
    for (const CLI::Option* option : verb.get_options()) {
        if (!option->nonpositional()) continue;
        for (const std::string& name : option->get_lnames())
            place.options.push_back({"--" + name, option->get_description(), allowed_values(*option),
                                     option->get_items_expected_max() > 0});
    }
    const auto below = verb.get_subcommands([](const CLI::App*) { return true; });
    for (const CLI::App* each : below) place.verbs.push_back({each->get_name(), each->get_description()});
    places.push_back(std::move(place));
    for (const CLI::App* each : below)
        if (each->get_name() != "help")  // verbs follow it, as if it were not there
            collect(*each, path.empty() ? each->get_name() : path + ' ' + each->get_name(), places);
}

std::vector<Place> places_of(const CLI::App& app) {
    std::vector<Place> places;
    collect(app, {}, places);
    return places;
}

/// `text` between single quotes, as all three shells read it.
std::string in_quotes(std::string_view text, std::string_view quote = "'\\''") {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'')
            out += quote;
        else
            out += c;
    }
    return out + '\'';
}

std::string paths_of(const std::vector<Place>& places) {
    std::string text;
    for (const Place& place : places)
        if (!place.path.empty()) text += fmt::format("{}{}", text.empty() ? "" : " | ", in_quotes(place.path));
    return text;
}

/// The statements of bash and zsh that follow the words before the current one to the verb that they name.
std::string find_place(const std::vector<Place>& places, std::string_view words) {
    return fmt::format(
        "    local place= word\n"
        "    for word in {}; do\n"
        "        case \"${{place:+$place }}$word\" in\n"
        "            {}) place=\"${{place:+$place }}$word\" ;;\n"
        "        esac\n"
        "    done\n",
        words, paths_of(places));
}

/// A case for each option with a list of values; `offer` is the statement, with {} for the values.
std::string value_cases(const std::vector<Place>& places, std::string_view offer) {
    std::string text;
    for (const Place& place : places)
        for (const Word& option : place.options)
            if (!option.values.empty())
                text += fmt::format("        {}) {}; return ;;\n", in_quotes(place.path + ' ' + option.text),
                                    fmt::format(fmt::runtime(offer), fmt::join(option.values, " ")));
    return text;
}

/// What zsh's `_describe` reads: "name:meaning".
std::string described(const std::vector<Word>& words) {
    std::string text;
    for (const Word& word : words) {
        std::string name = word.text;
        for (std::size_t at = 0; (at = name.find(':', at)) != std::string::npos; at += 2) name.insert(at, "\\");
        text += ' ' + in_quotes(name + ':' + word.meaning);
    }
    return text;
}

}  // namespace

std::string bash_completion(const CLI::App& app) {
    const auto places = places_of(app);
    std::string text =
        "# Completion of otbench for bash, written by: otbench completion bash\n"
        "_otbench() {\n"
        "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\n" +
        find_place(places, "\"${COMP_WORDS[@]:1:COMP_CWORD-1}\"") + "    case \"$place $previous\" in\n" +
        value_cases(places, "COMPREPLY=($(compgen -W '{}' -- \"$current\"))") + "    esac\n    case \"$place\" in\n";
    for (const Place& place : places) {
        std::string words;
        for (const auto* group : {&place.verbs, &place.options})
            for (const Word& word : *group) words += (words.empty() ? "" : " ") + word.text;
        text += fmt::format("        {}) words={} ;;\n", in_quotes(place.path), in_quotes(words));
    }
    return text +
           "    esac\n"
           "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
           "}\n"
           "complete -o default -F _otbench otbench\n";
}

std::string zsh_completion(const CLI::App& app) {
    const auto places = places_of(app);
    std::string text =
        "#compdef otbench\n"
        "# Completion of otbench for zsh, written by: otbench completion zsh\n"
        "_otbench() {\n"
        "    local -a verbs options\n" +
        find_place(places, "\"${(@)words[2,CURRENT-1]}\"") + "    case \"$place ${words[CURRENT-1]}\" in\n" +
        value_cases(places, "compadd -- {}") + "    esac\n    case \"$place\" in\n";
    for (const Place& place : places)
        text += fmt::format("        {})\n            verbs=({})\n            options=({})\n            ;;\n",
                            in_quotes(place.path), described(place.verbs), described(place.options));
    return text +
           "    esac\n"
           "    if [[ ${words[CURRENT]} == -* ]]; then\n"
           "        _describe option options\n"
           "    else\n"
           "        (( $#verbs )) && _describe verb verbs || _files\n"
           "    fi\n"
           "}\n"
           "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _otbench \"$@\"; else compdef _otbench otbench; fi\n";
}

std::string fish_completion(const CLI::App& app) {
    const auto places = places_of(app);
    std::string text =
        "# Completion of otbench for fish, written by: otbench completion fish\n"
        "function __otbench_at --description 'Whether the words so far name this verb'\n"
        "    set -l place ''\n"
        "    for word in (commandline -opc)[2..]\n"
        "        switch (string trim \"$place $word\")\n"
        "            case";
    for (const Place& place : places)
        if (!place.path.empty()) text += ' ' + in_quotes(place.path);
    text +=
        "\n"
        "                set place (string trim \"$place $word\")\n"
        "        end\n"
        "    end\n"
        "    test \"$place\" = \"$argv[1]\"\n"
        "end\n";
    for (const Place& place : places) {
        const std::string at = fmt::format("complete -c otbench -n \"__otbench_at '{}'\"", place.path);
        for (const Word& verb : place.verbs)
            text += fmt::format("{} -f -a {} -d {}\n", at, verb.text, in_quotes(verb.meaning, "\\'"));
        for (const Word& option : place.options) {
            const std::string values =
                option.values.empty() ? "" : fmt::format(" -f -a '{}'", fmt::join(option.values, " "));
            text += fmt::format("{} -l {}{}{} -d {}\n", at, option.text.substr(2), option.takes_value ? " -r" : "",
                                values, in_quotes(option.meaning, "\\'"));
        }
    }
    return text;
}

}  // namespace otbench::app
