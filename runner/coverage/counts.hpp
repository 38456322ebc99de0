#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace otbench::runner {

/// How often traces have each of some things; what is known and not there has 0.
using Counts = std::map<std::string, std::size_t>;

}  // namespace otbench::runner
