#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/kind_names.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/config/units.hpp"
#include "base/printable.hpp"
#include "runner/trace/trace_diff.hpp"

namespace otbench::app {
namespace {

constexpr const char* diff_verb = "otbench trace diff";

struct DiffArguments {
    std::vector<std::string> paths, ignored;
    std::string time = "0s";
    double percent = 0.0;
    std::size_t examples = 3;
};

int diff(const DiffArguments& arguments) {
    const auto time = config::parse_duration(arguments.time);
    if (!time) {
        print_error("{}: --time-tolerance: {}\n", diff_verb, time.error().message);
        return usage_error;
    }
    if (!known_kinds(diff_verb, "--ignore", arguments.ignored)) return usage_error;
    const auto first = runner::read_trace_file(arguments.paths.front());
    const auto second = runner::read_trace_file(arguments.paths.back());
    for (const auto* trace : {&first, &second}) {
        if (*trace) continue;
        print_error("{}: {}\n", diff_verb, trace->error().message);
        return usage_error;
    }
    constexpr double percent = 0.01;
    const auto differences = compare_traces(
        *first, *second, {*time, arguments.percent * percent, {arguments.ignored.begin(), arguments.ignored.end()}});
    const std::string text = difference_text(differences, arguments.examples);
    for (std::size_t start = 0; start < text.size();) {
        const auto end = text.find('\n', start);
        fmt::print("{}\n", printable(text.substr(start, end - start)));
        start = end + 1;
    }
    return differences.empty() ? 0 : 1;
}

}  // namespace

void add_trace_diff(CLI::App& trace, int& exit_code) {
    CLI::App* verb = trace.add_subcommand("diff", "Print how the behaviour in two traces differs");
    auto arguments = std::make_shared<DiffArguments>();
    constexpr int two = 2;
    verb->add_option("TRACE", arguments->paths, "Two folders of runs, or their events.jsonl")
        ->required()
        ->expected(two);
    verb->add_option("--time-tolerance", arguments->time, "How far events may move, for example 100us")
        ->type_name("DURATION")
        ->capture_default_str();
    verb->add_option("--tolerance", arguments->percent,
                     "How far measured values (numbers with a fraction) may differ in percent, for example 0.5")
        ->type_name("PERCENT")
        ->check(number(0, 100))
        ->capture_default_str();
    verb->add_option("--ignore", arguments->ignored,
                     "Kind of events that may differ, for example uart_tx; may be repeated")
        ->type_name("KIND")
        ->allow_extra_args(false)
        ->default_str("none");
    verb->add_option("--examples", arguments->examples, "Events to print of each difference, for example 10")
        ->type_name("COUNT")
        ->check(whole_number(0, 1'000'000))
        ->capture_default_str();
    finish_help(*verb,
                {"otbench trace diff released/ping mine/ping",
                 "otbench trace diff released/ping mine/ping --time-tolerance 1ms --tolerance 0.5 --ignore uart_tx"},
                "0 the same behaviour, 1 it differs, 2 invalid option or trace",
                "Events of the same kind and source are compared in their order. Ids do not count.");
    verb->callback([arguments, &exit_code] { exit_code = diff(*arguments); });
}

}  // namespace otbench::app
