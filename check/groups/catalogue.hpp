#pragma once

#include <string_view>
#include <vector>

#include "check/case.hpp"

namespace otbench::check {

/// All cases, by group.
[[nodiscard]] const std::vector<Group>& all_groups();

}  // namespace otbench::check
