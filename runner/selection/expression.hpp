#pragma once

#include <functional>
#include <string_view>

#include "base/checked.hpp"

namespace otbench::runner {

struct Scenario;

/// Decides whether a case is meant.
using CasePredicate = std::function<bool(const Scenario& scenario)>;

/// An expression such as `read and not (slow or "two meters")`: words joined by `and`, `or`, `not` and parentheses,
/// with quotes around a word that has blanks. A word means the cases whose path or name contains it, in either case,
/// or that have it as a tag. At most 1000 characters.
[[nodiscard]] Checked<CasePredicate> parse_case_expression(std::string_view text);

}  // namespace otbench::runner
