#include "app/run/scenario_files.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "app/paths.hpp"
#include "runner/language/parse.hpp"
#include "runner/run/batch.hpp"
#include "runner/run/catalog.hpp"
#include "runner/steps/registry.hpp"

namespace otbench::app {

std::optional<std::vector<runner::Scenario>> load_scenarios(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    try {
        files = runner::find_scenario_files(paths);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "otbench: {}\n", error.what());
        return std::nullopt;
    }
    const meters::ProfileIndex profiles{profile_folders()};
    const runner::ProfileCatalog catalog = runner::make_catalog(profiles);
    std::vector<runner::Scenario> loaded;
    bool good = true;
    for (const std::string& file : files) {
        runner::ParseResult result = runner::parse_scenario_file(file, catalog, runner::step_kinds());
        for (const runner::Diagnostic& diagnostic : result.diagnostics)
            fmt::print(stderr, "{}\n", runner::to_string(diagnostic));
        if (result.scenario)
            loaded.push_back(std::move(*result.scenario));
        else
            good = false;
    }
    if (!good) return std::nullopt;
    return loaded;
}

}  // namespace otbench::app
