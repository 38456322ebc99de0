#pragma once

#include <string>

namespace otbench::sim {

/// Whether an executable file of this name is in one of the folders of PATH.
[[nodiscard]] bool is_on_search_path(const std::string& program);

}  // namespace otbench::sim
