#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "runner/coverage/coverage.hpp"
#include "runner/report/trace_files.hpp"

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* coverage_verb = "otbench trace coverage";

/// The files of a run that tell what it touched.
struct Files {
    std::vector<std::string> traces, summaries;
};

/// What a path names: the files in and below a folder, sorted, or a trace.
Files files_of(const std::string& path) {
    if (!fs::is_directory(path)) return {{path}, {}};
    Files found;
    for (const auto& entry : fs::recursive_directory_iterator{path}) {
        if (!entry.is_regular_file()) continue;
        if (entry.path().filename() == runner::events_file) found.traces.push_back(entry.path());
        if (entry.path().filename() == runner::summary_file) found.summaries.push_back(entry.path());
    }
    std::sort(found.traces.begin(), found.traces.end());
    std::sort(found.summaries.begin(), found.summaries.end());
    if (found.traces.empty()) found.traces.push_back(path);  // for its complaint
    return found;
}

/// Adds files of one kind; the complaint about the first that cannot be read.
template <class Read>
std::optional<InputError> add(runner::Coverage& coverage, const std::vector<std::string>& files, Read read) {
    for (const std::string& file : files) {
        const auto content = read(file);
        if (!content) return content.error();
        runner::add_coverage(coverage, *content);
    }
    return std::nullopt;
}

int measure(const std::vector<std::string>& paths, bool json) {
    runner::Coverage coverage = runner::no_coverage();
    for (const std::string& path : paths) {
        const Files files = files_of(path);
        auto error = add(coverage, files.traces, runner::read_trace_file);
        if (!error) error = add(coverage, files.summaries, runner::read_summary_file);
        if (error) {
            print_error("{}: {}\n", coverage_verb, error->message);
            return usage_error;
        }
    }
    fmt::print("{}", json ? coverage_json(coverage) : coverage_text(coverage));
    return 0;
}

}  // namespace

void add_trace_coverage(CLI::App& trace, int& exit_code) {
    CLI::App* verb = trace.add_subcommand("coverage", "Print which behaviour runs touched, and which they did not");
    auto paths = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    verb->add_option("TRACE", *paths, "Folders of runs, with all folders below them, or files events.jsonl")
        ->required();
    verb->add_flag("--json", *json, "Print all counts as JSON");
    finish_help(*verb, {"otbench trace coverage results", "otbench trace coverage shard-1 shard-2 --json"},
                "0 measured, 2 invalid trace or summary",
                "Commands of the firmware, their replies and errors; kinds of events; services of frames; settings and "
                "faults of meters, links and lines; VIFs in answers; and quirks, which cases touch that fail as "
                "expected. What was not touched is listed.");
    verb->callback([paths, json, &exit_code] { exit_code = measure(*paths, *json); });
}

}  // namespace otbench::app
