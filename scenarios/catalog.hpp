#pragma once

#include "meters/profile_index.hpp"
#include "scenarios/parse.hpp"

namespace otbench::scenarios {

/// What the parser has to know of the profiles in `index`, which is read once, here.
ProfileCatalog make_catalog(const meters::ProfileIndex& index);

}  // namespace otbench::scenarios
