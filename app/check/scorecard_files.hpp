#pragma once

#include <string>

#include "check/result.hpp"

namespace otbench::app {

/// Writes the files of a scorecard to `folder`, which is there. Throws std::system_error.
void write_scorecard(const check::Scorecard& card, const std::string& folder);

}  // namespace otbench::app
