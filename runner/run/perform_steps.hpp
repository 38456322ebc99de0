#pragma once

namespace otbench::runner {

struct Execution;
struct RunResult;
struct Step;
struct StepResult;
class ConsoleReport;

/// Performs the scenario's steps in order and adds their results. After a step that failed and is not soft only those
/// of the teardown are done; the others are counted as skipped. Throws `RunStopped` and `sim::BrokerError`.
/// After a failure, `Execution::on_failure` is asked whether to go on.
void perform_steps(Execution& run, RunResult& result, ConsoleReport& report);

/// Performs a step that need not be of the scenario. Throws as `perform_steps`.
[[nodiscard]] StepResult perform_step(Execution& run, const Step& step);

}  // namespace otbench::runner
