#pragma once

#include <string>
#include <vector>

#include "bus/message/describe.hpp"
#include "meters/profile/yaml_fields.hpp"

namespace otbench::app {

/// Reads the descriptions of answers from YAML, one in each document (`otbench encode --help` shows the keys). Empty,
/// and `errors` says everything that is wrong, when there is a mistake.
[[nodiscard]] std::vector<bus::AnswerDescription> read_descriptions(const std::string& text,
                                                                    meters::YamlErrors& errors);

}  // namespace otbench::app
