#include <fmt/core.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/help.hpp"
#include "app/run/scenario_files.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"

namespace otbench::app {
namespace {

struct ListArguments {
    std::vector<std::string> paths, parameters;
    bool json = false;
};

void print_json(const std::vector<runner::Scenario>& scenarios) {
    auto cases = nlohmann::json::array();
    for (const runner::Scenario& scenario : scenarios)
        cases.push_back({{"path", scenario.path},
                         {"name", scenario.name},
                         {"description", scenario.description},
                         {"tags", scenario.tags},
                         {"parameters", scenario.parameters},
                         {"steps", scenario.steps.size()}});
    fmt::print("{}\n", cases.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_lines(const std::vector<runner::Scenario>& scenarios) {
    for (const runner::Scenario& scenario : scenarios)
        fmt::print("{}\n", printable(fmt::format(
                               "{}: {}{}", scenario.path, scenario.name,
                               scenario.tags.empty() ? "" : fmt::format(" [{}]", fmt::join(scenario.tags, ", ")))));
}

int list(const ListArguments& arguments) {
    const auto parameters = parameters_of(arguments.parameters, "otbench list");
    if (!parameters) return usage_error;
    const auto scenarios = load_scenarios(arguments.paths, *parameters);
    if (!scenarios) return usage_error;
    if (arguments.json)
        print_json(*scenarios);
    else
        print_lines(*scenarios);
    return 0;
}

}  // namespace

void add_list(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("list", "List the cases of scenario files without running them");
    auto arguments = std::make_shared<ListArguments>();
    verb->add_option("FILE", arguments->paths, "Scenario files, or folders of them")->required();
    verb->add_option("--param", arguments->parameters,
                     "List only the cases with this value of a parameter, for example baud=2400")
        ->type_name("NAME=VALUE")
        ->default_str("all cases");
    verb->add_flag("--json", arguments->json, "Print an array with an object for each case");
    finish_help(*verb, {"otbench list scenarios/library", "otbench list scenarios --json"},
                "0 listed, 2 invalid scenario or option");
    verb->callback([arguments, &exit_code] { exit_code = list(*arguments); });
}

}  // namespace otbench::app
