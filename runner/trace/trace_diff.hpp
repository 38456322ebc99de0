#pragma once

#include <set>
#include <string>
#include <vector>

#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// What may differ between two traces.
struct TraceTolerances {
    Nanoseconds time{};             ///< of an event
    double value = 0.0;             ///< of a number with a fraction, relative to the greater one
    std::set<std::string> ignored;  ///< kinds that are not compared
};

/// How the events of one kind and source differ. The events belong to the traces that were compared.
struct TraceDifference {
    std::string kind, source;
    std::vector<const RecordedEvent*> only_first, only_second;
    std::vector<std::pair<const RecordedEvent*, const RecordedEvent*>> changed;  ///< numbers beyond the tolerance
    std::size_t moved = 0;                                                       ///< at times beyond the tolerance
    Nanoseconds farthest{};                                                      ///< of those, second minus first
};

/// The differences of two traces in behaviour, by kind and source; empty when there are none. Events of one kind and
/// source are matched in their order, by their fields but for numbers with a fraction; ids do not count.
[[nodiscard]] std::vector<TraceDifference> compare_traces(const RecordedTrace& first, const RecordedTrace& second,
                                                          const TraceTolerances& tolerances);

/// The differences for people: a line for each kind and source, and up to `examples` events of each sort below it.
[[nodiscard]] std::string difference_text(const std::vector<TraceDifference>& differences, std::size_t examples);

}  // namespace otbench::runner
