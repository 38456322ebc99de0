#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/language/save.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// Saves parts of a payload; a check that fails for each that it does not have. Nothing after a failure of the step.
void save_from_payload(Execution& run, const std::string& device, const std::vector<Save>& saves,
                       const std::optional<std::string>& payload, StepResult& result);

}  // namespace otbench::runner
