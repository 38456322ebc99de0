// Computes variables from what was saved.
#include <fmt/core.h>

#include <utility>
#include <vector>

#include "runner/steps/step_support.hpp"

namespace otbench::runner {
namespace {

constexpr Key let_keys[] = {
    {"let", types::formulas, required,
     "Variables and the expressions to compute them from, such as {rise: after - before}.", "", 2},
};
const MappingDescription let_description{"let-step", "a let step", let_keys};

struct LetStep : StepAction {
    std::vector<std::pair<std::string, Formula>> variables;

    void perform(Execution& run, StepResult& result) const override {
        for (const auto& [name, formula] : variables) {
            const auto value = formula.evaluate(run.variables);
            if (value)
                run.variables[name] = fmt::format("{:.15g}", *value);
            else
                result.checks.push_back({false, name, formula.text(), value.error().message, run.bench.time()});
        }
    }
};

Step parse_let(const Mapping& step, const Context& context) {
    auto let = std::make_shared<LetStep>();
    for (const YamlEntry* entry : step.entries("let")) {
        const auto name = check_variable_name(entry->key.text);
        if (!name) context.diagnostics.add(entry->key.at, name.error().message);
        auto formula = parts::parse_formula(entry->value.text, context);
        if (!formula) context.diagnostics.add(entry->value.at, formula.error().message);
        if (!name || !formula) continue;
        let->variables.emplace_back(*name, std::move(*formula));
        parts::declare_variable(*name, context);
    }
    return {step.at(), "let", let};
}

}  // namespace

const StepKind let_step{let_description, parse_let};

}  // namespace otbench::runner
