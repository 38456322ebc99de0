#pragma once

#include <string>

#include "check/result.hpp"

namespace otbench::check {

/// A line about a case, and for one that is not passed the conditions that were not met and how to replay it.
[[nodiscard]] std::string console_text(const CaseResult& result);

/// A row for each group, and the totals: "68 passed, 2 failed, …".
[[nodiscard]] std::string console_summary(const Scorecard& scorecard);

}  // namespace otbench::check
