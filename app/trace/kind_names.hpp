#pragma once

#include <string>
#include <vector>

namespace otbench::app {

/// Whether all of `kinds` are kinds of events; complains of the first that is not.
[[nodiscard]] bool known_kinds(const char* verb, const char* option, const std::vector<std::string>& kinds);

}  // namespace otbench::app
