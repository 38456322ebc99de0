#pragma once

#include "meters/profile_index.hpp"
#include "scenarios/parse.hpp"

namespace otbench::scenarios {

/// What the parser has to know of the profiles in `index`. A profile is read when a scenario uses it, once.
ProfileCatalog make_catalog(const meters::ProfileIndex& index);

}  // namespace otbench::scenarios
