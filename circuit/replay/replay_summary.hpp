#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "circuit/replay/replay.hpp"

namespace otbench::circuit {

/// The result of a piece, as one process sends it to another: its deviations, or why ngspice failed.
struct ReplayOutcome {
    std::vector<Deviation> deviations;
    std::string error;  ///< empty: it did not
};
[[nodiscard]] std::string to_json(const ReplayOutcome& outcome);
/// Nothing when `text` is incomplete.
[[nodiscard]] std::optional<ReplayOutcome> replay_outcome_of(std::string_view text);

/// All deviations of a kind.
struct DeviationSummary {
    std::size_t count = 0, missed = 0;
    Deviation worst;  ///< by its share of what is allowed; the first of several
};
using DeviationSummaries = std::map<Deviation::Kind, DeviationSummary>;
[[nodiscard]] DeviationSummaries summaries_of(const std::vector<Deviation>& all);

/// Whether nothing misses its tolerance.
[[nodiscard]] bool passed(const DeviationSummaries& summaries);
/// A line a kind, under a heading.
[[nodiscard]] std::string table_of(const DeviationSummaries& summaries);
/// The same as JSON: `otbench circuit check --json`.
[[nodiscard]] std::string report_of(const std::string& scenario, std::size_t pieces,
                                    const DeviationSummaries& summaries);

/// The piece that holds an instant, or the first after it, or the last. There must be one.
[[nodiscard]] const ReplayPiece& piece_at(const std::vector<ReplayPiece>& pieces, Nanoseconds at);

}  // namespace otbench::circuit
