#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "runner/run/perform_steps.hpp"
#include "runner/selection/plan.hpp"

namespace otbench::runner {

struct BatchOptions {
    std::size_t processes = 1;
    bool all_reports = false;               ///< of several scenarios, also of those that pass
    std::set<std::string> asked;            ///< files to run even if a bridge cannot reach anything
    bool hardware = false;                  ///< whether the real devices are there that scenarios may require
    std::string out;                        ///< folder for traces; empty: none
    std::optional<double> wave_accuracy_v;  ///< of bus voltages in waves.vcd; nothing: as usual
    std::vector<std::filesystem::path> profile_folders;
    std::size_t retries = 0;                ///< how often a case that fails is run once more
    std::optional<std::size_t> stop_after;  ///< failures, after which no more cases are started
    std::optional<Nanoseconds> wall_limit;  ///< of the whole batch
    bool update = false;                    ///< expectations that are not met are to be corrected
    FailureHook on_failure = nullptr;       ///< of each case: is asked at a step that failed; null: none
};

/// Runs the cases of a plan, each in a process of its own, reports on them in the order given (`BatchReport`), and
/// returns the results by their indices. Those with a `missing_requirement` are skipped, and those with a
/// `missing_peer` unless their file is among `asked`. Cases that are running when the wall limit comes are ended, as
/// `Verdict::time_limit`.
///
/// Throws `std::system_error` when the output folder cannot be written.
Summary run_batch(const Plan& plan, const BatchOptions& options);

/// The scenario files that `paths` name: files as they are, folders as the `*.yaml` and `*.yml` in and below them,
/// sorted, without folder.yaml and `*.part.yaml`. Throws `std::runtime_error` with one line for a path that does not
/// exist, or a folder without any.
std::vector<std::string> find_scenario_files(const std::vector<std::string>& paths);

}  // namespace otbench::runner
