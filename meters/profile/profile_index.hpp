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

    /// Reads a profile by its name, or a file by its path (see `is_profile_path`). An unknown name is an error.
    [[nodiscard]] ProfileResult load(std::string_view name) const;
    /// The same, of which only the product's identity is read (see `read_profile_identity`).
    [[nodiscard]] ProfileResult load_identity(std::string_view name) const;

private:
    using Reader = ProfileResult (*)(std::string_view text, std::string name, const std::string& file);
    [[nodiscard]] ProfileResult load(std::string_view name, Reader read) const;

    std::vector<std::filesystem::path> folders_;
};

/// Whether a text that names a profile is the path of a file: it has a slash or ends in .yaml.
[[nodiscard]] bool is_profile_path(std::string_view text);
/// The name of the profile that `text`, a name or a path, stands for: "./my-meter.yaml" is "my-meter".
[[nodiscard]] std::string profile_name(std::string_view text);
/// A path in a file of the folder `folder` as seen from the working directory; names stay as they are.
[[nodiscard]] std::string profile_path(std::string_view text, const std::filesystem::path& folder);

/// Reads the profile in `file`, whose stem is its name.
[[nodiscard]] ProfileResult load_profile(const std::filesystem::path& file);

}  // namespace otbench::meters
