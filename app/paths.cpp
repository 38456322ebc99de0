#include "app/paths.hpp"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace otbench::app {
namespace {

namespace fs = std::filesystem;

/// A folder that comes along: beside the installed program, or in the source tree.
fs::path shipped(const char* installed, const char* source) {
    std::error_code ignored;
    const auto program = fs::read_symlink("/proc/self/exe", ignored);
    const auto folder = program.parent_path().parent_path() / "share" / "otbench" / installed;
    return fs::is_directory(folder, ignored) ? folder : fs::path{OTBENCH_SOURCE_FOLDER} / source;
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
    folders.push_back(shipped("profiles", "meters/profiles"));
    return folders;
}

std::filesystem::path client_folder() {
    return shipped("clients", "share/clients");
}

std::filesystem::path gateway_folder() {
    return shipped("gateways", "share/gateways");
}

std::filesystem::path check_profile_folder() {
    return shipped("check/profiles", "check/profiles");
}

}  // namespace otbench::app
