// otbench tape: looks at tapes and changes them.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>

#include "app/help.hpp"
#include "app/tape/tape_files.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "base/time.hpp"
#include "meters/tape/anonymise.hpp"
#include "meters/tape/tape_edit.hpp"

namespace otbench::app {
namespace {

constexpr int tapes_differ = 1;

struct TapeArguments {
    std::string tape, other, output = "-";
};

int show_statistics(const TapeArguments& arguments) {
    const auto tape = open_tape(arguments.tape, "otbench tape stats");
    if (!tape) return usage_error;
    const auto found = meters::statistics(*tape);
    fmt::print("requests    {}\nunanswered  {}\nanswers     {}\ndamaged     {}\nduration    {:.3f} s\n", found.requests,
               found.unanswered, found.answers, found.damaged, in_seconds(found.duration));
    const auto& times = found.response_times;
    if (!times.empty())
        fmt::print("response    {:.3f} s to {:.3f} s, median {:.3f} s\n", in_seconds(times.front()),
                   in_seconds(times.back()), in_seconds(times[times.size() / 2]));
    return 0;
}

int show_difference(const TapeArguments& arguments) {
    const auto left = open_tape(arguments.tape, "otbench tape diff");
    const auto right = open_tape(arguments.other, "otbench tape diff");
    if (!left || !right) return usage_error;
    const auto lines = meters::difference(*left, *right);
    for (const auto& line : lines) fmt::print("{}\n", line);
    return lines.empty() ? 0 : tapes_differ;
}

int anonymise(const TapeArguments& arguments) {
    const auto tape = open_tape(arguments.tape, "otbench tape anonymise");
    if (!tape) return usage_error;
    const auto other = meters::anonymised(*tape);
    std::string text = meters::tape_line(other.head);
    for (const auto& frame : other.frames) text += meters::tape_line(frame);
    if (arguments.output == "-")
        fmt::print("{}", text);
    else
        write_whole_file(arguments.output, text);
    return 0;
}

}  // namespace

void add_tape(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("tape", "Inspect and change recorded dialogues");
    verb->require_subcommand(1);
    auto arguments = std::make_shared<TapeArguments>();
    const auto add = [&](const char* name, const char* help, int (*action)(const TapeArguments&)) {
        CLI::App* sub = verb->add_subcommand(name, help);
        sub->add_option("TAPE", arguments->tape,
                        "Tape of 'otbench record', or a capture (pcapng, VCD, sigrok's .sr); - for standard input")
            ->required();
        sub->callback([arguments, action, &exit_code] { exit_code = action(*arguments); });
        return sub;
    };
    CLI::App* stats = add("stats", "Count requests, answers and response times", show_statistics);
    finish_help(*stats, {"otbench tape stats heat.mbus.jsonl", "otbench tape stats - < heat.mbus.jsonl"},
                "0 printed, 2 invalid tape");
    CLI::App* diff = add("diff", "Show which frames differ, apart from their times", show_difference);
    diff->add_option("OTHER", arguments->other, "Tape to compare with")->required();
    finish_help(*diff,
                {"otbench tape diff before.mbus.jsonl after.mbus.jsonl",
                 "otbench tape diff - after.mbus.jsonl < before.mbus.jsonl"},
                "0 the same frames, 1 they differ, 2 invalid tape");
    CLI::App* anonymous = add("anonymise", "Replace identification numbers, checksums included", anonymise);
    anonymous->add_option("-o,--output", arguments->output, "Tape to write, for example public.mbus.jsonl")
        ->type_name("FILE")
        ->default_str("standard output");
    finish_help(*anonymous,
                {"otbench tape anonymise heat.mbus.jsonl -o public.mbus.jsonl",
                 "otbench tape anonymise - < heat.mbus.jsonl > public.mbus.jsonl"},
                "0 written, 2 invalid tape");
}

}  // namespace otbench::app
