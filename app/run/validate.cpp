#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"
#include "runner/report/result_text.hpp"

namespace otbench::app {

void add_validate(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("validate", "Check scenario files without running them");
    auto paths = std::make_shared<std::vector<std::string>>();
    verb->add_option("FILE", *paths, "Scenario files, or folders of them")->required();
    finish_help(*verb, {"otbench validate scenarios/library/ping.yaml", "otbench validate scenarios"},
                "0 all files are valid, 2 a file has mistakes or cannot be read");
    verb->callback([paths, &exit_code] {
        const auto scenarios = load_scenarios(*paths);
        if (!scenarios) {
            exit_code = usage_error;
            return;
        }
        for (const runner::Scenario& scenario : *scenarios)
            fmt::print("{}: good, {}\n", printable(scenario.path), runner::plural(scenario.steps.size(), "step"));
    });
}

}  // namespace otbench::app
