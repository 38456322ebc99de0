#include "runner/run/perform_steps.hpp"

#include <fmt/core.h>

#include "base/event_kinds.hpp"
#include "runner/report/console_report.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {
namespace {

StepResult begin_step(const Execution& run, const Step& step) {
    StepResult result;
    result.title = step.title;
    result.at = step.at;
    result.started = run.bench.time();
    return result;
}

/// Performs the step with the variables as they are.
void perform_now(Execution& run, const Step& step, StepResult& result) {
    if (!step.late) return step.action->perform(run, result);
    const Checked<Step> known = step.late(run.scenario, run.variables);
    if (known) return known->action->perform(run, result);
    result.checks.push_back(
        {false, "variables", "values that fit their keys", known.error().message, run.bench.time()});
}

StepResult perform_action(Execution& run, const Step& step) {
    StepResult result = begin_step(run, step);
    run.step = &step;
    if (!step.label.empty()) run.begun[step.label] = run.bench.time();
    run.step_event = run.bench.log().record(run.bench.time(), event::step, Cause::none,
                                            {{"title", step.title}, {"line", step.at.line}});
    perform_now(run, step, result);
    run.remember(result);
    if (result.last_events.empty()) result.ended = run.bench.time();
    return result;
}

/// Whether a loop ends after this round; nothing to report until it does, or was the last one.
std::optional<StepResult> end_round(const Execution& run, const Step& step) {
    const LoopEnd& end = *step.loop_end;
    const auto value = end.until.evaluate(run.variables);
    const bool is_met = value && *value != 0.0;
    if (value && !is_met && end.skip > 0) return std::nullopt;
    StepResult result = begin_step(run, step);
    result.ended = run.bench.time();
    const std::string got = value ? fmt::format("{} after {} rounds", end.until.with_values(run.variables), end.round)
                                  : value.error().message;
    result.checks.push_back({is_met, "until", end.until.text(), got, run.bench.time()});
    return result;
}

}  // namespace

StepResult perform_step(Execution& run, const Step& step) {
    return perform_action(run, step);
}

void perform_steps(Execution& run, const std::vector<Step>& steps, RunResult& result, ConsoleReport& report,
                   const FailureHook& on_failure) {
    bool goes_on = true;
    /// Adds a result and reports it.
    const auto add = [&](std::size_t index, StepResult step_result) {
        step_result.index = index;
        report.print_step(step_result);
        result.steps.push_back(std::move(step_result));
        const StepResult& step = result.steps.back();
        if (!step.failed()) return;
        if (result.verdict == Verdict::passed)
            result.last_events = step.last_events.empty() ? run.bench.log().last() : step.last_events;
        result.verdict = Verdict::failed;
        goes_on = (on_failure ? on_failure(run, step) : steps[index].soft) && goes_on;
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!goes_on && steps[i].phase != Phase::teardown) {
            ++result.steps_skipped;
        } else if (!steps[i].loop_end) {
            add(i, perform_action(run, steps[i]));
        } else if (auto end = end_round(run, steps[i])) {
            const std::size_t rest = end->failed() ? 0 : steps[i].loop_end->skip;
            result.steps_in_file -= rest;
            add(i, std::move(*end));
            i += rest;
        } else {
            --result.steps_in_file;
        }
    }
}

}  // namespace otbench::runner
