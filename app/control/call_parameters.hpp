#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/checked.hpp"

namespace otbench::app {

/// The parameters of a call, written as words KEY=VALUE. `method` is its description by `rpc.describe`, which tells how
/// a value is read: texts as they are, everything else as JSON, lists of texts also with commas. A key with a dot,
/// such as `set.energy`, is a member of an object. Names are left to the program to check.
[[nodiscard]] Checked<nlohmann::json> call_parameters(const nlohmann::json& method,
                                                      const std::vector<std::string>& words);

}  // namespace otbench::app
