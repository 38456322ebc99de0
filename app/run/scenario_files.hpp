#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/language/scenario.hpp"

namespace otbench::app {

/// Reads and checks the scenario files that `paths` name (files, or folders of them). Prints every mistake in every
/// file on standard error; nothing is returned when there is one.
std::optional<std::vector<runner::Scenario>> load_scenarios(const std::vector<std::string>& paths);

}  // namespace otbench::app
