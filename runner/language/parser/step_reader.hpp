#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runner/language/parser/parse_parts.hpp"

namespace otbench::runner {

/// Either steps that can be performed, or everything that is wrong with them.
struct StepsResult {
    std::vector<Step> steps;              ///< empty exactly when there are diagnostics
    std::vector<Diagnostic> diagnostics;  ///< in order of position
};

/// Reads steps one after another for a bench that exists: those that are read later know the variables and labels of
/// those before.
class StepReader {
public:
    /// The scenario must outlive the reader. The bench is that of `scenario`.
    StepReader(const Scenario& scenario, const ProfileCatalog& profiles, StepKinds verbs)
        : scenario_(scenario), profiles_(std::make_shared<const ProfileCatalog>(profiles)), verbs_(verbs) {}

    /// Lets steps use these variables, which others have saved.
    void know(const Variables& variables) {
        for (const auto& [name, value] : variables) scope_->saved.insert(name);
    }

    /// Reads a step, or a list of steps, of YAML or JSON. `line`: where they stand in a file of the caller's, by which
    /// the trace names them; 0: by the lines of `text`.
    [[nodiscard]] StepsResult read(std::string_view text, int line);

private:
    const Scenario& scenario_;
    std::shared_ptr<const ProfileCatalog> profiles_;
    StepKinds verbs_;
    std::shared_ptr<parts::VariableScope> scope_ = std::make_shared<parts::VariableScope>();
};

}  // namespace otbench::runner
