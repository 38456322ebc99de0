#pragma once

#include <optional>
#include <string>

namespace otbench::runner {

struct Scenario;

/// Which of the scenario's `skip-unless` this machine does not meet, as the reason for skipping it; nothing when it
/// meets all. `hardware`: real devices are connected, says the user.
std::optional<std::string> missing_requirement(const Scenario& scenario, bool hardware);

}  // namespace otbench::runner
