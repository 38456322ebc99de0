#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "sim/host/process/child_program.hpp"

namespace otbench::sim {

/// What a program left that ran to its end.
struct CommandResult {
    PeerExit exit;
    std::string output;  ///< standard output and standard error as they came; at most `longest_command_output` bytes
};

constexpr std::size_t longest_command_output = std::size_t{1} << 20U;

/// Runs a program (searched in PATH) with its arguments to its end, without input. Throws PeerError when it cannot be
/// started or takes longer than `patience` in time of the machine, which ends it with all that it started;
/// `Interrupted` (worker_pool.hpp) when the user stops it; `std::system_error` when the machine has no more means.
CommandResult run_command(const std::vector<std::string>& command, std::chrono::milliseconds patience);

}  // namespace otbench::sim
