#pragma once

#include <string>

#include "check/result.hpp"

namespace otbench::check {

/// The scorecard as one HTML file without anything outside of it: bars of the groups, and for each case what is
/// expected, what the client did, its frames on a time line, what it printed, and how to replay it.
[[nodiscard]] std::string scorecard_page(const Scorecard& scorecard);

}  // namespace otbench::check
