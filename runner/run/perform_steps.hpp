#pragma once

#include <functional>
#include <vector>

namespace otbench::runner {

struct Execution;
struct RunResult;
struct Step;
struct StepResult;
class ConsoleReport;

/// Decides after a step that failed whether the steps behind it are done.
using FailureHook = std::function<bool(Execution& run, const StepResult& failed)>;

/// Performs steps in order and adds their results. After a step that failed and is not soft, or as `on_failure` decides
/// if there is one, only those of the teardown are done; the others are counted as skipped. Throws `RunStopped` and
/// `sim::BrokerError`.
void perform_steps(Execution& run, const std::vector<Step>& steps, RunResult& result, ConsoleReport& report,
                   const FailureHook& on_failure = nullptr);

/// Performs a step that need not be of the scenario. Throws as `perform_steps`.
[[nodiscard]] StepResult perform_step(Execution& run, const Step& step);

}  // namespace otbench::runner
