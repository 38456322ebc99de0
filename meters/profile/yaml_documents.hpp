#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <vector>

namespace otbench::meters {

/// The documents of a YAML text. Throws YAML::Exception for a text that is none; unlike YAML::LoadAll also where a
/// document begins with what cannot begin one, "," for instance, on which that never ends.
[[nodiscard]] std::vector<YAML::Node> yaml_documents(const std::string& text);

}  // namespace otbench::meters
