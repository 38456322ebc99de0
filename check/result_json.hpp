#pragma once

#include <string>
#include <string_view>

#include "check/result.hpp"

namespace otbench::check {

/// A result as one JSON object, as it is in scorecard.json.
[[nodiscard]] std::string to_json(const CaseResult& result);
/// The inverse, for what a worker sends. Throws std::runtime_error for anything else.
[[nodiscard]] CaseResult case_result(std::string_view json);

/// The whole scorecard, with totals of each group.
[[nodiscard]] std::string to_json(const Scorecard& scorecard);

}  // namespace otbench::check
