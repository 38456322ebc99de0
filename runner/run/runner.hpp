#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runner/report/console_report.hpp"
#include "runner/report/result.hpp"
#include "runner/run/perform_steps.hpp"

namespace otbench::runner {

struct RunOptions {
    std::string out;  ///< folder for events.jsonl, waves.vcd and bus.pcapng; empty: no files
    std::vector<std::filesystem::path> profile_folders;  ///< where the meters' profiles are
    bool update = false;                                 ///< expectations that are not met are to be corrected
    FailureHook on_failure = nullptr;  ///< is asked at a step that failed, and may look at all of the run; null: none
    std::optional<double> wave_accuracy_v = std::nullopt;  ///< of bus voltages in waves.vcd; nothing: as usual
};

/// Builds what the scenario describes, runs it and informs `report`. What keeps it from running gives
/// `Verdict::environment` (no broker, a full disk) or `Verdict::error` (a bad file), with the reason. One call per
/// process: SystemC.
RunResult run_scenario(const Scenario& scenario, const RunOptions& options, ConsoleReport& report,
                       const std::atomic<bool>& interrupted);

}  // namespace otbench::runner
