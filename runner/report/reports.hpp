#pragma once

#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// Writes `path` in the JUnit XML that CI servers read: one test suite a scenario, one test case a step. Throws
/// `std::system_error` when the file cannot be written.
void write_junit(const std::string& path, const std::vector<RunResult>& results);

/// Writes `path`: totals and every result, as JSON. Throws `std::system_error` when the file cannot be written.
void write_summary(const std::string& path, const std::vector<RunResult>& results);

/// The verdict over all: the worst, in the order interruption, error, environment error, failure, unexpected pass, time
/// limit. Skipped scenarios and expected failures do not count.
Verdict overall(const std::vector<RunResult>& results);

}  // namespace otbench::runner
