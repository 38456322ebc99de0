#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/selection/plan.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// The options with which `otbench run` and `otbench list` select cases.
struct SelectionArguments {
    std::vector<std::string> paths, parameters, tags, exclude;
    std::string expression, shard, times;

    /// Whether paths have to be given.
    enum class Paths { required, optional };
    void add_to(CLI::App& verb, Paths which = Paths::required);
    /// The cases of the files at `paths` and what is selected of them; nothing after a complaint that begins with
    /// `verb`.
    [[nodiscard]] std::optional<std::vector<runner::Scenario>> load(const char* verb) const;
    [[nodiscard]] std::optional<runner::Selection> selection(const char* verb) const;
    [[nodiscard]] static std::optional<runner::Plan> plan(std::vector<runner::Scenario> scenarios,
                                                          const runner::Selection& selection, const char* verb);
};

}  // namespace otbench::app
