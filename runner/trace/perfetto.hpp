#pragma once

#include <istream>
#include <string>

#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// A trace in the JSON format that https://ui.perfetto.dev opens (Trace Event Format): a process for each source with a
/// track for each kind, counters of the signals in `vcd`, and a flow from each cause to its effect. Steps and received
/// bytes have their durations; other events last a nanosecond. Events of the bus voltage are left out, as its counter
/// shows them. The error is that of the VCD.
[[nodiscard]] Checked<std::string> perfetto_json(const RecordedTrace& trace, std::istream& vcd);

}  // namespace otbench::runner
