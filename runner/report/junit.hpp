#pragma once

#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// What a JUnit report says beside the results.
struct JunitContext {
    std::string out;      ///< the output folder, as the report names it; the traces are in and below it
    std::string version;  ///< of the program
};

/// Writes `path` in the JUnit XML that CI servers read: a suite for each file and a test case for each of its cases, by
/// names that stay the same from run to run. A case has the wall time, properties (version, seed, broker, parameters),
/// its steps as `system-out`, and the trace's files as `[[ATTACHMENT|path]]`; an expected failure is a skipped case
/// with the reason. Throws `std::system_error` when the file cannot be written.
void write_junit(const std::string& path, const std::vector<RunResult>& results, const JunitContext& context);

}  // namespace otbench::runner
