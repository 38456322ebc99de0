#pragma once

#include <optional>
#include <string>

#include "base/checked.hpp"
#include "bus/record/unit.hpp"

namespace otbench::runner {

/// Whether a value is what a scenario expects: numbers by their physical value, within `tolerance` ("0.05 C", "2 %"),
/// everything else by its text. `measured`: the number, if it is one. The error says why the two cannot be compared.
[[nodiscard]] Checked<bool> agrees(const std::string& text, const std::optional<bus::Measure>& measured,
                                   const std::string& expected, const std::optional<std::string>& tolerance);

}  // namespace otbench::runner
