#pragma once

#include <vector>

#include "bus/reading/reading.hpp"
#include "runner/language/save.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// Shows a reading in the report, compares it value by value, and saves what later steps need.
void check_reading(Execution& run, const bus::Reading& reading, const std::vector<ReadingExpectation>& expect,
                   const std::vector<Save>& saves, StepResult& result);

}  // namespace otbench::runner
