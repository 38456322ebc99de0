#include "runner/report/result_text.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/printable.hpp"
#include "base/time.hpp"

namespace otbench::runner {

const StepResult* failed_step(const RunResult& result) {
    const auto found =
        std::find_if(result.steps.begin(), result.steps.end(), [](const StepResult& step) { return step.failed(); });
    return found == result.steps.end() ? nullptr : &*found;
}

static std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

std::string reason(const RunResult& result) {
    if (!result.error.empty()) return result.error;
    const StepResult* step = result.verdict == Verdict::failed ? failed_step(result) : nullptr;
    if (step == nullptr) return {};
    const auto failed =
        std::find_if(step->checks.begin(), step->checks.end(), [](const Check& c) { return !c.passed; });
    return fmt::format("line {}: {}: {}: expected {}, got {}{}{}", step->at.line, step->title, failed->what,
                       failed->expected, failed->got, result.explanation.empty() ? "" : "; ",
                       first_line(result.explanation));
}

std::string headline(const RunResult& result) {
    const std::string why = reason(result);
    return why.empty() ? name_of(result.verdict) : why;
}

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string format_time(Nanoseconds t) {
    return fmt::format("{:.3f} s", in_seconds(t));
}

const char* verdict_of(const StepResult& step) {
    return step.failed() ? "FAIL" : step.checks.empty() ? "done" : "pass";
}

std::string outcome_of(const StepResult& step) {
    if (step.checks.empty() || !step.reading.empty()) return {};
    if (step.checks.size() == 1) return step.checks.front().got;
    const auto passed = std::count_if(step.checks.begin(), step.checks.end(), [](const Check& c) { return c.passed; });
    return fmt::format("{} of {} as expected", passed, step.checks.size());
}

std::string step_line(const StepResult& step, std::string_view verdict) {
    const std::string outcome = outcome_of(step);
    return fmt::format("{:>11}  {}  {}{}{}", format_time(step.ended), verdict, printable(step.title),
                       outcome.empty() ? "" : "  ->  ", printable(outcome));
}

}  // namespace otbench::runner
