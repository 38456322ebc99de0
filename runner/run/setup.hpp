#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// Builds the scenario's devices and bus on the bench. Throws `std::runtime_error` with one line when a profile that
/// was there when the file was checked cannot be read any more.
void build(Execution& run, const std::vector<std::filesystem::path>& profile_folders);

/// Writes the flash of each device that has a file for it. Throws `std::system_error` with the file's name.
void save_flash(const Execution& run);

/// The topics that the scenario's expectations look at, each once: every device's status topic and those it names.
std::vector<std::string> wanted_topics(const Execution& run);

}  // namespace otbench::runner
