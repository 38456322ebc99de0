#include "app/run/shard_option.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

#include "runner/selection/shard.hpp"

namespace otbench::app {

void add_shard_option(CLI::App& verb, std::string& shard, const char* help) {
    verb.add_option("--shard", shard, help)
        ->type_name("INDEX/COUNT")
        ->default_str("the part that variables of GitLab, Slurm, Kubernetes, GoogleTest or Bazel name, or all");
}

Checked<std::optional<runner::Shard>> chosen_shard(const std::string& text) {
    if (text.empty()) return runner::shard_of([](const char* name) -> const char* { return std::getenv(name); });
    const auto shard = runner::parse_shard(text);
    if (!shard) return InputError{"--shard: " + shard.error().message};
    return std::optional<runner::Shard>{*shard};
}

}  // namespace otbench::app
