#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// The profiles of some folders: every file NAME.yaml in them is the profile NAME. An earlier folder hides the names of
/// the later ones, so that a user's own profiles come before those that the bench brings along.
class ProfileIndex {
public:
    /// Folders that do not exist count as empty.
    explicit ProfileIndex(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

    /// All names, sorted.
    [[nodiscard]] std::vector<std::string> names() const;

    /// Reads a profile. An unknown name is an error.
    [[nodiscard]] ProfileResult load(std::string_view name) const;

private:
    std::vector<std::filesystem::path> folders_;
};

/// Reads the profile in `file`, whose stem is its name.
[[nodiscard]] ProfileResult load_profile(const std::filesystem::path& file);

}  // namespace otbench::meters
