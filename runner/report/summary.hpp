#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/checked.hpp"
#include "runner/report/result.hpp"

namespace otbench::runner {

/// One of several parts of a run, on one of several machines.
struct Shard {
    std::size_t index = 1;  ///< from 1
    std::size_t count = 1;
    std::string plan = {};  ///< the same for all parts of a run: see `Plan`
};

/// A finished run as `summary.json` has it (docs/user/ci.md).
struct Summary {
    std::size_t cases = 0;  ///< of all shards, also those that were not started
    std::optional<Shard> shard;
    std::vector<RunResult> results;  ///< those that were started, by `RunResult::index`
};

/// Writes `path`: totals and every result, as JSON. Throws `std::system_error` when the file cannot be written.
void write_summary(const std::string& path, const Summary& summary);

/// Reads what `write_summary` wrote. The error says what is wrong, in one line.
[[nodiscard]] Checked<Summary> read_summary(std::string_view text);

/// Reads the summary at `path`: the file, or the folder with a summary.json. The error begins with the file's name.
[[nodiscard]] Checked<Summary> read_summary_file(const std::string& path);

/// The verdict over all: the worst, in the order interruption, error, environment error, failure, unexpected pass, time
/// limit. Skipped scenarios and expected failures do not count.
Verdict overall(const std::vector<RunResult>& results);

}  // namespace otbench::runner
