#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/trace/coverage.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* coverage_verb = "otbench trace coverage";

/// The traces that a path names: those in and below a folder, sorted, or what it is.
std::vector<std::string> traces_of(const std::string& path) {
    if (!fs::is_directory(path)) return {path};
    std::vector<std::string> found;
    for (const auto& entry : fs::recursive_directory_iterator{path})
        if (entry.is_regular_file() && entry.path().filename() == runner::events_file) found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    if (found.empty()) found.push_back(path);  // for its complaint
    return found;
}

int measure(const std::vector<std::string>& paths, bool json) {
    runner::Coverage coverage = runner::no_coverage();
    for (const std::string& path : paths) {
        for (const std::string& file : traces_of(path)) {
            const auto trace = runner::read_trace_file(file);
            if (!trace) {
                print_error("{}: {}\n", coverage_verb, trace.error().message);
                return usage_error;
            }
            runner::add_coverage(coverage, *trace);
        }
    }
    fmt::print("{}", json ? coverage_json(coverage) : coverage_text(coverage));
    return 0;
}

}  // namespace

void add_trace_coverage(CLI::App& trace, int& exit_code) {
    CLI::App* verb =
        trace.add_subcommand("coverage", "Print which commands, replies, events and services runs touched");
    auto paths = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    verb->add_option("TRACE", *paths, "Folders of runs, with all folders below them, or files events.jsonl")
        ->required();
    verb->add_flag("--json", *json, "Print all counts as JSON");
    finish_help(
        *verb, {"otbench trace coverage results", "otbench trace coverage shard-1 shard-2 --json"},
        "0 measured, 2 invalid trace",
        "Of commands, their errors and kinds of events, those that were not touched are listed; of services and "
        "settings, those that were.");
    verb->callback([paths, json, &exit_code] { exit_code = measure(*paths, *json); });
}

}  // namespace otbench::app
