#pragma once

#include <functional>
#include <vector>

#include "check/case.hpp"
#include "check/result.hpp"
#include "check/run/run_options.hpp"

namespace otbench::check {

/// A case and the name of its group.
struct SelectedCase {
    std::string_view group;
    const Case* judged;
};

/// Runs cases, each in a process of its own, `jobs` at once; calls `done` in their order. Throws std::runtime_error
/// with a line for the user when a line or the client cannot be set up, and sim::Interrupted.
[[nodiscard]] std::vector<CaseResult> run_cases(const std::vector<SelectedCase>& cases, const RunOptions& options,
                                                std::size_t jobs, const std::function<void(const CaseResult&)>& done);

}  // namespace otbench::check
