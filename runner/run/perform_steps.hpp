#pragma once

namespace otbench::runner {

struct Execution;
struct RunResult;
class ConsoleReport;

/// Performs the scenario's steps in order and adds their results. After a step that failed and is not soft only those
/// of the teardown are done; the others are counted as skipped. Throws `RunStopped` and `sim::BrokerError`.
void perform_steps(Execution& run, RunResult& result, ConsoleReport& report);

}  // namespace otbench::runner
