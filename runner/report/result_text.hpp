#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "runner/report/result.hpp"

namespace otbench::runner {

/// Why a scenario did not pass, in one line; empty when it did, or when the verdict says everything.
[[nodiscard]] std::string reason(const RunResult& result);

/// The same, or else the verdict.
[[nodiscard]] std::string headline(const RunResult& result);

/// The first step that failed; nullptr when none did.
[[nodiscard]] const StepResult* failed_step(const RunResult& result);

/// A step in one line: its virtual time, `verdict`, title, and the outcome.
[[nodiscard]] std::string step_line(const StepResult& step, std::string_view verdict);

/// "pass", "FAIL", or "done" for a step that checks nothing.
[[nodiscard]] const char* verdict_of(const StepResult& step);

/// What a step with one expectation got, or how many of several were met.
[[nodiscard]] std::string outcome_of(const StepResult& step);

/// "1 step", "2 steps".
[[nodiscard]] std::string plural(std::size_t count, std::string_view noun);

/// "3.762 s", to the millisecond.
[[nodiscard]] std::string format_time(Nanoseconds t);

}  // namespace otbench::runner
