#pragma once

#include <optional>
#include <string>

#include "bus/describe.hpp"
#include "meters/yaml_fields.hpp"

namespace otbench::app {

/// Reads the description of an answer from YAML (docs of the keys: `otbench encode --help`). `name` is the file's, for
/// messages. Nothing is returned, and `errors` says everything that is wrong, when there is a mistake.
[[nodiscard]] std::optional<bus::AnswerDescription> read_description(const std::string& text,
                                                                     meters::YamlErrors& errors);

}  // namespace otbench::app
