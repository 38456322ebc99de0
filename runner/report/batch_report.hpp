#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// The end of a batch: a line for each scenario that did not pass with the reason, and the totals:
/// "41 passed, 2 failed, 3 skipped in 12.4 s". `total` counts also those that were not started.
std::string batch_summary(const std::vector<RunResult>& results, std::size_t total, std::chrono::duration<double> took);

/// Reports on a batch of scenarios while it runs. Progress goes to standard error, a bar on a terminal and a line a
/// scenario otherwise; reports and, with more than one scenario, the summary go to standard output.
class BatchReport {
public:
    /// `all_stories`: also those of scenarios that passed.
    BatchReport(std::size_t total, bool all_stories) : total_(total), all_reports_(all_stories) {}

    /// `report` is what the scenario's process printed; empty if it went to standard output directly.
    void finished(const RunResult& result, const std::string& report);
    void end(const std::vector<RunResult>& results, std::chrono::duration<double> took) const;

private:
    void show_progress(const RunResult& result) const;

    std::size_t total_, done_ = 0;
    bool all_reports_;
};

}  // namespace otbench::runner
