#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "firmware_model/storage/quirks.hpp"
#include "runner/language/scenario.hpp"
#include "runner/report/result.hpp"

namespace otbench::runner {

/// "Q34 (accepts any speed)"
[[nodiscard]] std::string quirk_text(firmware::Quirk quirk);

/// Runs a scenario without files up to its step `last`, with these defects corrected in addition; how many of its
/// steps passed.
using TrialRun = std::function<std::size_t(const firmware::QuirkFixes& fixes, std::size_t last)>;

/// The defects of otb-iot's model whose correction alone lets step `failed` pass. Tries all corrections at once and
/// halves them: down to single ones while that step passes or an earlier one fails instead, and `halvings` times in any
/// case, since corrections may hide each other. So a failure that no defect explains costs 2^(`halvings` + 1) - 1 runs.
[[nodiscard]] std::vector<firmware::Quirk> find_quirks(std::size_t failed, int halvings, const TrialRun& run);

/// "this is what Q34 does (accepts any speed); with 'fix: Q34' this step passes", for the failed step of a run; a line
/// for each defect that explains it. Empty when none does, and for runs that cannot be repeated (real time, another
/// firmware, a flash that is kept). Ends after 60 runs, or four million events. The calling process must not have used
/// SystemC.
[[nodiscard]] std::string explain_failure(const Scenario& scenario, const RunResult& result,
                                          const std::vector<std::filesystem::path>& profile_folders);

}  // namespace otbench::runner
