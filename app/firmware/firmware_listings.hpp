#pragma once

#include <string>

namespace otbench::app {

// What `otbench firmware quirks` and `otbench firmware tree` print, for people and for programs.
[[nodiscard]] std::string quirks_text();
[[nodiscard]] std::string quirks_json();
[[nodiscard]] std::string tree_text();
[[nodiscard]] std::string tree_json();

}  // namespace otbench::app
