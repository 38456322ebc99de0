#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// The end of a batch: a line for each scenario that did not pass with the reason, and the totals:
/// "41 passed, 2 failed, 3 skipped in 12.4 s". `total` counts also those that were not started; `took`: how long it
/// took.
std::string batch_summary(const std::vector<RunResult>& results, std::size_t total,
                          std::optional<std::chrono::duration<double>> took);

/// "41 passed, 2 failed, 3 skipped".
std::string totals(const std::vector<RunResult>& results, std::size_t total);

/// Reports on a batch of scenarios while it runs. Progress goes to standard error, a bar on a terminal and a line a
/// scenario otherwise; reports go to standard output.
class BatchReport {
public:
    /// `several`: not the only scenario of a run. `all_reports`: also those of scenarios that passed.
    BatchReport(std::size_t total, bool several, bool all_reports)
        : total_(total), several_(several), all_reports_(all_reports) {}

    /// `report` is what the scenario's process printed; empty if it went to standard output directly.
    void finished(const RunResult& result, const std::string& report);
    /// It did not pass, and will be run once more.
    static void retried(const RunResult& result);

private:
    void show_progress(const RunResult& result) const;

    std::size_t total_, done_ = 0;
    bool several_, all_reports_;
};

}  // namespace otbench::runner
