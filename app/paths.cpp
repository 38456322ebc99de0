#include "app/paths.hpp"

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace otbench::app {

std::string profile_folder() {
    if (const char* set = std::getenv("OTBENCH_PROFILES")) return set;
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    const auto installed = program.parent_path().parent_path() / "share" / "otbench" / "profiles";
    if (std::filesystem::is_directory(installed, ignored)) return installed.string();
    return OTBENCH_SOURCE_PROFILES;
}

}  // namespace otbench::app
