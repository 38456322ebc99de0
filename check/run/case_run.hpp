#pragma once

#include <string_view>

#include "check/case.hpp"
#include "check/result.hpp"
#include "check/run/run_options.hpp"

namespace otbench::check {

/// Sets up the line of a case, runs the client on it, and judges. In a process of its own: it takes over signals.
/// Throws std::runtime_error with a line for the user when the line or the client cannot be set up, and
/// sim::Interrupted when the user stops it.
[[nodiscard]] CaseResult run_case(const Case& judged, std::string_view group, const RunOptions& options);

}  // namespace otbench::check
