#pragma once

namespace otbench::runner {

struct RunResult;
struct Scenario;

/// Holds a finished run against the failure that its scenario expects: one at the right step is an
/// `expected_failure`, another step's stays a failure with a reason, and a pass is an `unexpected_pass`. Nothing is
/// expected of a scenario whose devices do not have the defect (`fix`); other verdicts stay.
void judge_expected_failure(const Scenario& scenario, RunResult& result);

}  // namespace otbench::runner
