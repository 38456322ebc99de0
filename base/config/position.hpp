#pragma once

#include <string>
#include <string_view>

namespace otbench::config {

/// Where in a file something stands; line and column count from 1.
struct Position {
    int line = 0;
    int column = 0;
    std::string_view file = {};  ///< a `lasting_path` when that is another file than the one being read; else empty
};

/// The path as a text that lasts as long as the program.
[[nodiscard]] std::string_view lasting_path(const std::string& path);

/// "file:line:column"; `file` is the one being read.
[[nodiscard]] std::string to_string(const Position& at, std::string_view file);

}  // namespace otbench::config
