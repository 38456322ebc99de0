#include "runner/run/expected_failure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>
#include <string>

#include "runner/language/scenario.hpp"
#include "runner/report/result.hpp"
#include "runner/run/quirk_search.hpp"

namespace otbench::runner {
namespace {

bool is_fixed(const Scenario& scenario, firmware::Quirk quirk) {
    return std::any_of(scenario.devices.begin(), scenario.devices.end(),
                       [&](const Device& device) { return device.firmware.options.fixes[quirk]; });
}

/// "Q34 (any speed is accepted)", or the reason as written.
std::string describe(const ExpectedFailure& failure) {
    return failure.quirk ? quirk_text(*failure.quirk) : failure.reason;
}

/// The number of a step, from 1, among those of its phase.
std::size_t number_of(const Scenario& scenario, std::size_t index) {
    const auto first = std::find_if(scenario.steps.begin(), scenario.steps.end(),
                                    [&](const Step& step) { return step.phase == scenario.steps.at(index).phase; });
    return index + 1 - std::size_t(first - scenario.steps.begin());
}

bool is_at(const StepReference& reference, const Scenario& scenario, std::size_t index) {
    const Step& step = scenario.steps.at(index);
    if (reference.number == 0) return reference.label == step.label;
    return step.phase == Phase::steps && reference.number == number_of(scenario, index);
}

std::string describe(const StepReference& reference) {
    return reference.number > 0 ? fmt::format("step {}", reference.number) : fmt::format("step '{}'", reference.label);
}

}  // namespace

void judge_expected_failure(const Scenario& scenario, RunResult& result) {
    const auto& expected = scenario.expected_failure;
    if (!expected || (expected->quirk && is_fixed(scenario, *expected->quirk))) return;
    if (result.verdict == Verdict::passed) {
        result.verdict = Verdict::unexpected_pass;
        result.error = fmt::format("passed, although 'expect-fail' names {}", describe(*expected));
    } else if (result.verdict == Verdict::failed) {
        const auto failed =
            std::find_if(result.steps.begin(), result.steps.end(), [](const auto& step) { return step.failed(); });
        if (!expected->step || is_at(*expected->step, scenario, failed->index)) {
            result.verdict = Verdict::expected_failure;
            result.error = describe(*expected);
        } else {
            result.error = fmt::format("step {} ({}) failed, expected {} to fail because of {}",
                                       number_of(scenario, failed->index), failed->title, describe(*expected->step),
                                       describe(*expected));
        }
    }
}

}  // namespace otbench::runner
