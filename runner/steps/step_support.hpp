#pragma once

#include <memory>

#include "runner/language/parser/parse_parts.hpp"
#include "runner/language/value_types.hpp"
#include "runner/steps/execution.hpp"
#include "runner/steps/registry.hpp"

/// What every verb's file needs: the parser's words, and the state of a run.
namespace otbench::runner {

using parts::Context;
using parts::titled;

/// The key of a step at a device.
inline constexpr Key device_key{"device", types::device_name, optional,
                                "The device; required if the scenario has several."};

/// "low" or "high", as scenario files have it.
[[nodiscard]] inline const char* level_name(bool level) {
    return level ? "high" : "low";
}

}  // namespace otbench::runner
