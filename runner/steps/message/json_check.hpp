#pragma once

#include <string>
#include <vector>

#include "base/checked.hpp"
#include "runner/language/scenario.hpp"

namespace otbench::runner {

struct Correction;

/// What the JSON pointer leads to in a payload, as text: a string without its quotes. The error says what is wrong with
/// the payload, or that the pointer leads nowhere.
[[nodiscard]] Checked<std::string> json_value(const std::string& payload, const std::string& pointer);

/// The first expectation that the payload does not meet, in words; empty when it meets all.
[[nodiscard]] std::string json_mismatch(const std::string& payload, const std::vector<JsonExpectation>& expected);

/// What the expectations that the payload does not meet have to become; nothing when it lacks one of the values.
[[nodiscard]] std::vector<Correction> json_corrections(const std::string& payload,
                                                       const std::vector<JsonExpectation>& expected);

}  // namespace otbench::runner
