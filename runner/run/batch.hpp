#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "runner/language/scenario.hpp"
#include "runner/report/result.hpp"

namespace otbench::runner {

struct BatchOptions {
    std::size_t processes = 1;
    bool all_stories = false;     ///< of several scenarios, also of those that pass
    std::set<std::string> asked;  ///< files to run even if a bridge cannot reach anything
    bool hardware = false;        ///< whether the real devices are there that scenarios may require
    std::string out;              ///< folder for reports and traces; empty: none
    std::vector<std::filesystem::path> profile_folders;
};

/// Runs checked scenarios, each in a process of its own, and reports on them in the order given (`BatchReport`). Those
/// with a `missing_requirement` are skipped, and those with a `missing_peer` unless their file is among `asked`. With
/// an output folder, `junit.xml` and `summary.json` cover all of them; a single scenario's trace lies beside them,
/// those of several in a folder each, named after the file.
///
/// Throws `std::system_error` when the output folder cannot be written.
std::vector<RunResult> run_batch(const std::vector<Scenario>& scenarios, const BatchOptions& options);

/// The scenario files that `paths` name: files as they are, folders as the `*.yaml` and `*.yml` in and below them,
/// sorted. Throws `std::runtime_error` with one line for a path that does not exist, or a folder without any.
std::vector<std::string> find_scenario_files(const std::vector<std::string>& paths);

}  // namespace otbench::runner
