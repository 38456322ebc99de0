#pragma once

#include <string>

#include "runner/coverage/counts.hpp"
#include "runner/report/summary.hpp"
#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// Which behaviour runs touched, and which they did not.
struct Coverage {
    Counts commands;  ///< of the firmware, by their paths
    Counts replies;   ///< of commands that succeed: "trigger/ping: ok:pong"
    Counts errors;    ///< that commands reply: "no_hat_installed"
    Counts events;    ///< by kind
    Counts services;  ///< of frames: "REQ_UD2"
    Counts settings;  ///< of meters: "meter address"; "meter value" stands for all values
    Counts faults;    ///< set at meters, serial links and networks, or that the line has: "meter mute", "line cut"
    Counts vifs;      ///< in records of answers that are not encrypted: "13 volume", "FD 17 error-flags"
    Counts quirks;    ///< cases that failed as expected by a known defect: "Q34"
};

/// Nothing touched yet.
[[nodiscard]] Coverage no_coverage();

/// Adds a trace.
void add_coverage(Coverage& coverage, const RecordedTrace& trace);

/// Adds the results of a run.
void add_coverage(Coverage& coverage, const Summary& summary);

/// A line for each part with how much was touched of all that is known, and the names of what was not touched.
[[nodiscard]] std::string coverage_text(const Coverage& coverage);
/// All counts as JSON, by the names of the members.
[[nodiscard]] std::string coverage_json(const Coverage& coverage);

}  // namespace otbench::runner
