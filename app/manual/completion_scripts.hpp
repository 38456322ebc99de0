#pragma once

#include <string>

namespace CLI {
class App;
}

namespace otbench::app {

// Scripts that complete the command line of `app`: verbs, options, and the values of options that take one of a list.
// Everywhere else they offer files.

[[nodiscard]] std::string bash_completion(const CLI::App& app);
[[nodiscard]] std::string zsh_completion(const CLI::App& app);
[[nodiscard]] std::string fish_completion(const CLI::App& app);

}  // namespace otbench::app
