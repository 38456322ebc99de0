#pragma once

#include <string>

namespace otbench::app {

/// Where the meters' profiles are: `$OTBENCH_PROFILES`; or what was installed with the program; or the source tree.
std::string profile_folder();

}  // namespace otbench::app
