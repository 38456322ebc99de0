#pragma once

#include <filesystem>
#include <vector>

namespace otbench::app {

/// Where the meters' profiles are: the folders in `$OTBENCH_PROFILES`, with colons between, which come first, and those
/// that come along: installed with the program, or in the source tree.
std::vector<std::filesystem::path> profile_folders();

/// Where the descriptions of clients and the meters of `otbench check-client` are.
std::filesystem::path client_folder();
std::filesystem::path gateway_folder();
std::filesystem::path check_profile_folder();

}  // namespace otbench::app
