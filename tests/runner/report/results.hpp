#pragma once

#include <string>

#include "runner/report/result.hpp"

namespace otbench::runner::support {

inline StepResult step(const std::string& title, bool passed) {
    StepResult result;
    result.title = title;
    result.at = {7, 3};
    result.started = std::chrono::seconds{1};
    result.ended = std::chrono::milliseconds{1500};
    result.checks.push_back({passed, "message on /t", "ok", passed ? "ok" : "error:<&>", result.ended});
    return result;
}

/// A run whose second of three steps failed.
inline RunResult failed_run() {
    RunResult result;
    result.name = "Reads \"a\" meter";
    result.path = "suite/a.yaml";
    result.verdict = Verdict::failed;
    result.seed = 7;
    result.broker = "internal";
    result.parameters = {{"baud", "2400"}};
    result.index = 1;
    result.folder = "a-2";
    result.attempts = 2;
    result.steps = {step("publish a", true), step("publish b", false)};
    result.steps_in_file = 3;
    result.explanation = "this is what Q10 does";
    result.last_events = {R"({"id":1})"};
    result.virtual_time = std::chrono::seconds{2};
    result.wall_s = 0.25;
    return result;
}

inline RunResult passed_run() {
    RunResult result;
    result.name = "Passes";
    result.path = "b.yaml";
    result.steps = {step("publish a", true)};
    result.steps_in_file = 1;
    return result;
}

}  // namespace otbench::runner::support
