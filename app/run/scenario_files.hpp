#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/language/parameters.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::app {

/// Reads and checks the scenario files that `paths` name (files, or folders of them). Prints every mistake in every
/// file on standard error; nothing is returned when there is one. `parameters`: values that replace the lists of a
/// file; of several files, those without them are left out.
std::optional<std::vector<runner::Scenario>> load_scenarios(const std::vector<std::string>& paths,
                                                            const runner::ParameterValues& parameters = {});

/// Splits "name=value"s; nothing, and a message on standard error that begins with `verb`, when one has another form.
std::optional<runner::ParameterValues> parameters_of(const std::vector<std::string>& texts, const char* verb);

}  // namespace otbench::app
