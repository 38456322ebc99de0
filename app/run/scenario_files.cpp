#include "app/run/scenario_files.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "app/paths.hpp"
#include "app/print_error.hpp"
#include "runner/language/parser/parse.hpp"
#include "runner/report/github.hpp"
#include "runner/run/batch.hpp"
#include "runner/run/catalog.hpp"
#include "runner/steps/registry.hpp"

namespace otbench::app {

std::optional<std::vector<runner::Scenario>> load_scenarios(const std::vector<std::string>& paths,
                                                            const runner::ParameterValues& parameters) {
    std::vector<std::string> files;
    try {
        files = runner::find_scenario_files(paths);
    } catch (const std::runtime_error& error) {
        print_error("otbench: {}\n", error.what());
        return std::nullopt;
    }
    const meters::ProfileIndex profiles{profile_folders()};
    const runner::ProfileCatalog catalog = runner::make_catalog(profiles);
    std::vector<runner::Scenario> loaded;
    bool good = true;
    std::size_t left_out = 0;
    for (const std::string& file : files) {
        runner::CasesResult result = runner::parse_cases_file(file, catalog, runner::step_kinds(), parameters);
        if (result.lacks_chosen && files.size() > 1) {
            ++left_out;
            continue;
        }
        for (const runner::Diagnostic& diagnostic : result.diagnostics) {
            print_error("{}\n", runner::to_string(diagnostic));
            if (runner::is_github_job()) fmt::print("{}", runner::github_annotation(diagnostic));
        }
        if (!result.diagnostics.empty()) good = false;
        for (runner::Scenario& scenario : result.scenarios) loaded.push_back(std::move(scenario));
    }
    if (good && left_out == files.size() && left_out > 0) {
        std::vector<std::string> names;
        for (const auto& [name, value] : parameters) names.push_back(fmt::format("'{}'", name));
        print_error("otbench: --param: none of the {} files has the parameter {}\n", left_out,
                    fmt::join(names, " and "));
        good = false;
    }
    if (!good) return std::nullopt;
    return loaded;
}

std::optional<runner::ParameterValues> parameters_of(const std::vector<std::string>& texts, const char* verb) {
    runner::ParameterValues values;
    for (const std::string& text : texts) {
        const auto equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            print_error("{}: --param: invalid parameter '{}' (expected NAME=VALUE)\n", verb, text);
            return std::nullopt;
        }
        values[text.substr(0, equals)] = text.substr(equals + 1);
    }
    return values;
}

}  // namespace otbench::app
