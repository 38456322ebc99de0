#include "app/paths.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

fs::path shipped_profiles() {
    std::error_code ignored;
    const auto program = fs::read_symlink("/proc/self/exe", ignored);
    const auto installed = program.parent_path().parent_path() / "share" / "otbench" / "profiles";
    return fs::is_directory(installed, ignored) ? installed : fs::path{OTBENCH_SOURCE_PROFILES};
}

}  // namespace

std::vector<fs::path> profile_folders() {
    std::vector<fs::path> folders;
    const char* set = std::getenv("OTBENCH_PROFILES");
    std::string_view rest = set ? set : "";
    while (!rest.empty()) {
        const std::string_view folder = rest.substr(0, rest.find(':'));
        if (!folder.empty()) folders.emplace_back(folder);
        rest.remove_prefix(std::min(folder.size() + 1, rest.size()));
    }
    folders.push_back(shipped_profiles());
    return folders;
}

}  // namespace otbench::app
