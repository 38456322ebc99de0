#include "base/config/position.hpp"

#include <fmt/core.h>

#include <set>

namespace otbench::config {

std::string_view lasting_path(const std::string& path) {
    static std::set<std::string> paths;
    return *paths.insert(path).first;
}

std::string to_string(const Position& at, std::string_view file) {
    return fmt::format("{}:{}:{}", at.file.empty() ? file : at.file, at.line, at.column);
}

}  // namespace otbench::config
