#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/checked.hpp"
#include "runner/report/summary.hpp"

namespace otbench::runner {

/// "2/4": the second of four shards.
[[nodiscard]] Checked<Shard> parse_shard(std::string_view text);

/// The value of an environment variable; nullptr when it is not set.
using Environment = std::function<const char*(const char* name)>;

/// The shard that GitLab, a Slurm array, a Kubernetes Indexed Job, GoogleTest's or Bazel's variables ask for; nothing
/// when none of them is set. The error names a variable that is missing or invalid.
[[nodiscard]] Checked<std::optional<Shard>> shard_of(const Environment& environment);

/// The file that GoogleTest or Bazel wants to exist as a sign that shards are supported; nothing when none is asked
/// for.
[[nodiscard]] std::optional<std::string> shard_status_file(const Environment& environment);

/// The complaint about output folders and their shards that do not make a whole: a shard that is missing or doubled, or
/// of another count. Nothing when all is well.
[[nodiscard]] std::optional<InputError> incomplete_shards(const std::vector<std::pair<std::string, Shard>>& folders);

/// The shard, from 1, of each case. Cases are dealt out in turn; with `seconds`, what each took earlier (0: not known),
/// so that all shards take about the same time. Depends on nothing else, so that all shards agree.
[[nodiscard]] std::vector<std::size_t> distribute(const std::vector<double>& seconds, std::size_t shards);

}  // namespace otbench::runner
