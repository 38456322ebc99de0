#pragma once

#include <string>
#include <vector>

namespace otbench::app {

/// A program and its arguments, separated by blanks; words with blanks are written in double quotes.
[[nodiscard]] std::vector<std::string> command_words(const std::string& text);

}  // namespace otbench::app
