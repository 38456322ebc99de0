#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// A resource of the machine is missing or busy; one line with its name, place and reason.
struct EnvironmentError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Builds the scenario's devices and bus on the bench. Throws `EnvironmentError` when an endpoint cannot be opened, and
/// `std::runtime_error` with one line when a file that the scenario names is invalid.
void build(Execution& run, const std::vector<std::filesystem::path>& profile_folders, const std::string& out);

/// Writes the flash of each device that has a file for it. Throws `std::system_error` with one line.
void save_flash(const Execution& run);

}  // namespace otbench::runner
