#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "runner/language/scenario.hpp"
#include "runner/report/summary.hpp"

namespace otbench::runner {

/// Which cases of the scenario files are run, how often and in what order.
struct Selection {
    std::vector<std::string> tags;          ///< cases with any of these; empty: all
    std::string expression;                 ///< as of `parse_case_expression`; empty: all
    std::vector<std::string> exclude;       ///< expressions of what is left out
    std::optional<Summary> failed_earlier;  ///< only what did not pass in this run
    std::size_t repeat = 1;
    std::optional<std::uint64_t> shuffle;  ///< the seed of the order
    std::optional<Shard> shard;
    std::optional<Summary> times;  ///< an earlier run, by whose times shards are balanced
};

/// One case that is to be run.
struct PlannedCase {
    Scenario scenario;
    std::size_t index = 0;  ///< its place among all selected cases, before sharding
    std::string folder;     ///< of its trace, in the output folder; empty: the output folder itself
};

struct Plan {
    std::vector<PlannedCase> cases;  ///< of this shard, in the order in which they are run
    std::size_t total = 0;           ///< of all shards
    /// Its `plan` tells runs apart that differ in their cases, in the seeds of these or in the shards that have them.
    std::optional<Shard> shard;
};

/// Selects from `scenarios`. The error says which expression is invalid, or that no case is selected.
[[nodiscard]] Checked<Plan> make_plan(std::vector<Scenario> scenarios, const Selection& selection);

}  // namespace otbench::runner
