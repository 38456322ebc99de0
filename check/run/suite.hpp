#pragma once

#include <functional>
#include <vector>

#include "check/case.hpp"
#include "check/result.hpp"

namespace otbench::check {

/// A case and the name of its group.
struct SelectedCase {
    std::string_view group;
    const Case* judged;
};

/// Runs a case; throws std::runtime_error with a line for the user when it cannot be set up.
using CaseRunner = std::function<CaseResult(const SelectedCase& selected)>;

/// Runs cases, each in a process of its own, `jobs` at once; calls `done` in their order. Throws std::runtime_error
/// with a line for the user when a case cannot be set up, and sim::Interrupted.
[[nodiscard]] std::vector<CaseResult> run_cases(const std::vector<SelectedCase>& cases, const CaseRunner& run,
                                                std::size_t jobs, const std::function<void(const CaseResult&)>& done);

}  // namespace otbench::check
