#pragma once

#include <string_view>
#include <vector>

#include "base/config/diagnostics.hpp"
#include "bus/message/describe.hpp"

namespace otbench::meters {

/// Reads the descriptions of answers from YAML, one in each document (`otbench encode --help` shows the keys). Empty,
/// and `errors` lists all mistakes, if there are any.
[[nodiscard]] std::vector<bus::AnswerDescription> read_descriptions(std::string_view text, config::Diagnostics& errors);

}  // namespace otbench::meters
