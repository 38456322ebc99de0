#include "app/scenario_files.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "app/paths.hpp"
#include "scenarios/batch.hpp"
#include "scenarios/catalog.hpp"
#include "scenarios/parse.hpp"

namespace otbench::app {

std::optional<std::vector<scenarios::Scenario>> load_scenarios(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    try {
        files = scenarios::find_scenario_files(paths);
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "otbench: {}\n", error.what());
        return std::nullopt;
    }
    const meters::ProfileIndex profiles{profile_folders()};
    const scenarios::ProfileCatalog catalog = scenarios::make_catalog(profiles);
    std::vector<scenarios::Scenario> loaded;
    bool good = true;
    for (const std::string& file : files) {
        scenarios::ParseResult result = scenarios::parse_scenario_file(file, catalog);
        for (const scenarios::Diagnostic& diagnostic : result.diagnostics)
            fmt::print(stderr, "{}\n", scenarios::to_string(diagnostic));
        if (result.scenario)
            loaded.push_back(std::move(*result.scenario));
        else
            good = false;
    }
    if (!good) return std::nullopt;
    return loaded;
}

}  // namespace otbench::app
