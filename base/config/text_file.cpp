#include "base/config/text_file.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/config/yaml_tree.hpp"

namespace otbench::config {

std::optional<std::string> read_text_file(const std::string& path, std::string_view what, Diagnostics& diagnostics) {
    const auto refuse = [&](std::string message) {
        diagnostics.add({}, std::move(message));
        return std::nullopt;
    };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return refuse("no such file");
    if (std::filesystem::is_directory(status))
        return refuse(fmt::format("is a directory (expected {} as a file)", what));
    if (!std::filesystem::is_regular_file(status)) return refuse(fmt::format("expected {} as a regular file", what));
    const auto size = std::filesystem::file_size(path, error);
    if (!error && size > YamlLimits::bytes) return refuse(too_large(size, what));
    std::ifstream file{path, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad() || !file.is_open()) return refuse("cannot be read");
    return text;
}

}  // namespace otbench::config
