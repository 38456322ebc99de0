#pragma once

#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// What became of the corrections of a run, a line each.
struct UpdateReport {
    std::vector<std::string> changed;  ///< "a.yaml:12:13: '9730 kWh' is now '9800 kWh'"
    std::vector<std::string> refused;  ///< the reasons, with their places
};

/// Writes what came as the new expectation: makes the corrections of those cases that passed. A place that cases or
/// rounds of a loop would change differently is refused, and so is one whose text is not written there as such; the
/// other places of its file are changed. Each file is written whole or not at all. Throws `std::system_error` when one
/// cannot be written.
UpdateReport update_expectations(const std::vector<RunResult>& results);

}  // namespace otbench::runner
