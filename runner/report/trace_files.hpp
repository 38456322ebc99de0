#pragma once

namespace otbench::runner {

/// The files of a scenario's trace (docs/user/traces.md).
inline constexpr const char* events_file = "events.jsonl";
inline constexpr const char* waves_file = "waves.vcd";
inline constexpr const char* session_file = "waves.sr";    ///< the same for sigrok; only of runs of up to a minute
inline constexpr const char* capture_file = "bus.pcapng";  ///< only with a bus

/// The results of a run.
inline constexpr const char* summary_file = "summary.json";

/// The page that shows a run, beside its trace.
inline constexpr const char* report_file = "report.html";

inline constexpr const char* trace_files[] = {events_file, waves_file, capture_file};

}  // namespace otbench::runner
