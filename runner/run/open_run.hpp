#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// What is kept of a run so that steps can look back at it.
struct Recordings {
    bool signals = false, frames = false;
    bool events = false;  ///< the last 50,000 instead of those that a report shows: about 15 MB
};

/// What the steps of a scenario look back at.
[[nodiscard]] Recordings recordings_of(const Scenario& scenario);
/// What requests at any time may look back at.
[[nodiscard]] inline Recordings all_recordings(bool signals) {
    return {signals, true, true};
}

struct OpenOptions {
    std::vector<std::filesystem::path> profile_folders;  ///< where the meters' profiles are
    std::string out;                                     ///< folder for the files of the trace; empty: no files
    std::optional<double> wave_accuracy_v;               ///< of bus voltages in waves.vcd; nothing: as usual
    Recordings recordings;
};

/// Builds what the scenario describes, opens the files of its trace and records the begin of the run. Throws as
/// `build`, `sim::BrokerError`, and `std::system_error` when a file cannot be created.
void open_run(Execution& run, const OpenOptions& options);

/// Records the frames of a bus for the trace, and for steps that look back at them.
void record_frames(Execution& run, const std::string& name, const RunningBus& bus);
/// Records the faults and settings that a meter, or all meters and the serial link of a bus, begin with.
void record_meter_settings(Execution& run, const Meter& meter);
void record_settings(Execution& run, const Bus& bus);

/// Powers the devices on and lets time run until steps can begin. Throws as a step.
void start_run(Execution& run);

/// Makes the bench receive the messages that `steps` expect, as far as it does not yet.
void subscribe_for(Execution& run, const std::vector<Step>& steps);

/// Completes and closes the files of the trace. Throws `std::system_error` when that fails.
void close_files(Execution& run, const std::string& folder);

}  // namespace otbench::runner
