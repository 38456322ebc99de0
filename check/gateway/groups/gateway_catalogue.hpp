#pragma once

#include <vector>

#include "check/case.hpp"

namespace otbench::check {

/// All cases for gateways, by group.
[[nodiscard]] const std::vector<Group>& gateway_groups();

}  // namespace otbench::check
