#pragma once

#include <filesystem>
#include <vector>

#include "runner/run/perform_steps.hpp"

namespace otbench::runner {

/// A prompt at a step that failed: time stands still while its user looks at values, messages and events, and performs
/// further steps, written as in a scenario file. Reads commands from standard input and writes to standard error;
/// `profile_folders` are those of the run. Throws as a step.
[[nodiscard]] FailureHook debug_prompt(std::vector<std::filesystem::path> profile_folders);

}  // namespace otbench::runner
