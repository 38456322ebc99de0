#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "runner/report/summary.hpp"

namespace otbench::app {

/// Writes the reports of a finished run: junit.xml and summary.json in `out` unless that is empty, and, in a job of
/// GitHub Actions, annotations and the job's summary. Prints the totals of several cases, of `planned` ones that were
/// to be run; `took`: how long they took. Returns the exit code of the run. Throws `std::system_error` when a file
/// cannot be written.
int report_run(const runner::Summary& summary, const std::string& out, std::size_t planned,
               std::optional<std::chrono::duration<double>> took);

}  // namespace otbench::app
