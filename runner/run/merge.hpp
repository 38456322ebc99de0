#pragma once

#include <string>
#include <vector>

#include "base/checked.hpp"
#include "runner/report/summary.hpp"

namespace otbench::runner {

/// Joins the output folders of all shards of a run into `out`: their traces, and the results in the order of the run
/// without shards. `out` then lacks only the reports. The error names a shard that is missing, doubled or of another
/// run, and then nothing was written. Throws `std::system_error` when a trace cannot be copied.
[[nodiscard]] Checked<Summary> merge_runs(const std::vector<std::string>& folders, const std::string& out);

}  // namespace otbench::runner
