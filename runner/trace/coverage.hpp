#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "runner/report/summary.hpp"
#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// How often traces have each of some things; what is known and not there has 0.
using Counts = std::map<std::string, std::size_t>;

/// Which behaviour runs touched.
struct Coverage {
    Counts commands;  ///< of the firmware, by their paths; all are known
    Counts errors;    ///< replies "error:…" that commands may give; all are known
    Counts events;    ///< by kind; all are known
    Counts services;  ///< of frames: "REQ_UD2"
    Counts vifs;      ///< in records of answers that are not encrypted: "13 volume", "FD 17 error-flags"; all are known
    Counts quirks;    ///< cases that failed as expected by a known defect, "Q34"; all are known
    Counts settings;  ///< of meters and of links that commands or steps changed: "meter mute"
};

/// Nothing touched yet.
[[nodiscard]] Coverage no_coverage();

/// Adds a trace.
void add_coverage(Coverage& coverage, const RecordedTrace& trace);

/// Adds the results of a run.
void add_coverage(Coverage& coverage, const Summary& summary);

/// Whether a command's payload, "set/config/serial/tx/15", is for the command with this path in the firmware's table:
/// "set/config/serial/tx|tx_pin|txpin", where "<…>" is any text. The payload may go on with arguments.
[[nodiscard]] bool is_command(const std::string& payload, const std::string& path);

/// A line for each part with how much was touched of what is known, and what was touched of the others.
[[nodiscard]] std::string coverage_text(const Coverage& coverage);
/// All counts as JSON, by the names of the members.
[[nodiscard]] std::string coverage_json(const Coverage& coverage);

}  // namespace otbench::runner
