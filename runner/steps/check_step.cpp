// Checks what was saved.
#include <fmt/core.h>

#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key check_keys[] = {
    {"check", types::formula, required,
     "The condition: an expression of saved variables, such as after - before == 10.", "", 2},
};
const MappingDescription check_description{"check-step", "a check step", check_keys};

struct CheckStep : StepAction {
    Formula formula;

    void perform(Execution& run, StepResult& result) const override {
        const auto value = formula.evaluate(run.variables);
        Check check{value && *value != 0.0, "check", formula.text(), {}, run.bench.time()};
        check.got = value ? formula.with_values(run.variables) : value.error().message;
        if (check.got.empty()) check.got = check.passed ? "true" : "false";  // no variables
        result.checks.push_back(std::move(check));
    }
};

Step parse_check(const Mapping& step, const Context& context) {
    auto check = std::make_shared<CheckStep>();
    step.read("check", check->formula, parts::formula_in(context));
    return {step.at(), titled("check", step.written("check")), check};
}

}  // namespace

const StepKind check_step{check_description, parse_check};

}  // namespace otbench::runner
