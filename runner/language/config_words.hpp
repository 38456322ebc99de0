#pragma once

#include "base/config/diagnostics.hpp"
#include "base/config/mapping_description.hpp"
#include "base/config/units.hpp"

namespace otbench::runner {

/// Positions, quantities and descriptions of mappings are words of the scenario language as well.
using namespace config;

}  // namespace otbench::runner
