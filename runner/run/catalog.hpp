#pragma once

#include "meters/profile/profile_index.hpp"
#include "runner/language/parser/parse.hpp"

namespace otbench::runner {

/// The parser's view of the profiles in `index`. A profile is read when a scenario uses it, once.
ProfileCatalog make_catalog(const meters::ProfileIndex& index);

}  // namespace otbench::runner
