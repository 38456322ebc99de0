#pragma once

#include <optional>
#include <string>

#include "base/checked.hpp"
#include "runner/report/summary.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// Adds `--shard`; `help` says what it chooses, with an example.
void add_shard_option(CLI::App& verb, std::string& shard, const char* help);

/// The shard that the option names, or that of the environment. The error names the option or the variable.
[[nodiscard]] Checked<std::optional<runner::Shard>> chosen_shard(const std::string& text);

}  // namespace otbench::app
