#pragma once

#include <string>
#include <vector>

#include "base/config/diagnostics.hpp"
#include "runner/report/result.hpp"

namespace otbench::runner {

/// Whether this is a job of GitHub Actions, by the variable GITHUB_ACTIONS.
[[nodiscard]] bool is_github_job();

/// Workflow commands of GitHub Actions, one line each, that show every scenario that did not pass at its line in the
/// file. Empty when all passed.
[[nodiscard]] std::string github_annotations(const std::vector<RunResult>& results);

/// The same for a mistake in a scenario file.
[[nodiscard]] std::string github_annotation(const config::Diagnostic& mistake);

/// The results as a page in Markdown for GITHUB_STEP_SUMMARY: `totals`, then a table of what did not pass.
[[nodiscard]] std::string github_summary(const std::vector<RunResult>& results, const std::string& totals);

}  // namespace otbench::runner
