#pragma once

#include <string>

namespace CLI {
class App;
}

namespace otbench::app {

/// The manual page of `verb` in roff: what its help says. `path` names it with the verbs above it: "otbench circuit".
[[nodiscard]] std::string man_page(const CLI::App& verb, const std::string& path);

/// The name of that page: "otbench-circuit".
[[nodiscard]] std::string man_page_name(const std::string& path);

}  // namespace otbench::app
