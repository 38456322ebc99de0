#include "runner/run/debug_prompt.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/numbers.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "runner/language/parser/step_reader.hpp"
#include "runner/report/console_report.hpp"
#include "runner/run/catalog.hpp"
#include "runner/run/open_run.hpp"
#include "runner/steps/execution.hpp"
#include "runner/steps/registry.hpp"

namespace otbench::runner {
namespace {

/// What commands work on.
struct Prompt {
    Execution& run;
    StepReader reader;
    std::FILE* out;
};

void print_values(Prompt& prompt, std::string_view /*argument*/) {
    for (const auto& [name, value] : prompt.run.variables) fmt::print(prompt.out, "{} = {}\n", name, printable(value));
    for (const auto& [name, value] : prompt.run.seen) fmt::print(prompt.out, "{}: {}\n", name, printable(value));
}

void print_events(Prompt& prompt, std::string_view argument) {
    const auto& all = prompt.run.bench.log().last();
    const auto wanted =
        argument.empty() ? std::optional<std::size_t>{all.size()} : parse_integer<std::size_t>(argument);
    if (!wanted) {
        fmt::print(prompt.out, "invalid number '{}' (expected a whole number)\n", printable(std::string{argument}));
        return;
    }
    const auto first = std::prev(all.end(), static_cast<std::ptrdiff_t>(std::min(*wanted, all.size())));
    for (auto line = first; line != all.end(); ++line) fmt::print(prompt.out, "{}\n", *line);
}

void print_time(Prompt& prompt, std::string_view /*argument*/) {
    fmt::print(prompt.out, "{:.9f} s\n", in_seconds(prompt.run.bench.time()));
}

void print_help(Prompt& prompt, std::string_view argument);

struct Command {
    std::string_view name, help;
    void (*act)(Prompt& prompt, std::string_view argument);  ///< null: leaves the prompt
};
constexpr Command commands[] = {
    {"values", "variables, and what steps have read and measured", print_values},
    {"events", "the last events, or with a number the last so many", print_events},
    {"time", "the virtual time, which stands still here", print_time},
    {"help", "these commands", print_help},
    {"continue", "perform the next steps of the scenario", nullptr},
    {"quit", "perform no more steps but those of the teardown", nullptr},
};

void print_help(Prompt& prompt, std::string_view /*argument*/) {
    for (const Command& command : commands) fmt::print(prompt.out, "{:<10}{}\n", command.name, command.help);
    fmt::print(prompt.out, "Anything else is a step as in a scenario file, for example: publish: trigger/ping\n");
}

/// Performs the steps that a line has.
void perform_line(Prompt& prompt, std::string_view line) {
    prompt.reader.know(prompt.run.variables);
    const StepsResult read = prompt.reader.read(line, 0);
    for (const Diagnostic& diagnostic : read.diagnostics)
        fmt::print(prompt.out, "column {}: {}\n", diagnostic.at.column, printable(diagnostic.message));
    const auto is_refused = [](const Step& step) { return !step.action || step.action->runs_program(); };
    if (std::any_of(read.steps.begin(), read.steps.end(), is_refused)) {
        fmt::print(prompt.out, "the prompt performs neither run nor until (expected other steps)\n");
        return;
    }
    subscribe_for(prompt.run, read.steps);
    ConsoleReport report{prompt.out, ConsoleReport::wants_colours(prompt.out)};
    for (const Step& step : read.steps) report.print_step(perform_step(prompt.run, step));
}

/// The next line; nothing at the end of the input.
std::optional<std::string> read_line(std::FILE* in) {
    std::string line;
    for (int c = std::fgetc(in); c != EOF; c = std::fgetc(in)) {
        if (c == '\n') return line;
        line += static_cast<char>(c);
    }
    return line.empty() ? std::nullopt : std::optional{line};
}

/// Whether the steps behind the failed one are to be performed.
bool goes_on_after(const StepResult& failed, Prompt& prompt, std::FILE* in) {
    std::FILE* const out = prompt.out;
    ConsoleReport{out, ConsoleReport::wants_colours(out)}.print_step(failed);
    fmt::print(out, "{}: this step failed; help lists what you can do\n",
               to_string(failed.at, prompt.run.scenario.path));
    for (;;) {
        fmt::print(out, "> ");
        std::fflush(out);
        const auto input = read_line(in);
        if (!input) return false;
        const std::string_view line = trimmed(*input);
        const auto word = line.substr(0, line.find(' '));
        const auto* const known = std::find_if(std::begin(commands), std::end(commands),
                                               [&](const Command& command) { return command.name == word; });
        if (known == std::end(commands)) {
            if (!line.empty()) perform_line(prompt, line);
        } else if (known->act == nullptr) {
            return known->name == "continue";
        } else {
            known->act(prompt, trimmed(line.substr(word.size())));
        }
    }
}

}  // namespace

FailureHook debug_prompt(std::vector<std::filesystem::path> profile_folders) {
    return [profile_folders = std::move(profile_folders)](Execution& run, const StepResult& failed) {
        const ProfileCatalog profiles = make_catalog(meters::ProfileIndex{profile_folders});
        Prompt prompt{run, StepReader{run.scenario, profiles, step_kinds()}, stderr};
        return goes_on_after(failed, prompt, stdin);
    };
}

}  // namespace otbench::runner
