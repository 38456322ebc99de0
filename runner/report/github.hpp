#pragma once

#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// Workflow commands of GitHub Actions, one line each, that show every scenario that did not pass at its line in the
/// file. Empty when all passed.
[[nodiscard]] std::string github_annotations(const std::vector<RunResult>& results);

/// The results as a page in Markdown for GITHUB_STEP_SUMMARY: `totals`, then a table of what did not pass.
[[nodiscard]] std::string github_summary(const std::vector<RunResult>& results, const std::string& totals);

}  // namespace otbench::runner
