#include <fmt/core.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/help.hpp"
#include "app/run/selection_options.hpp"
#include "app/verbs.hpp"
#include "base/printable.hpp"

namespace otbench::app {
namespace {

constexpr const char* list_verb = "otbench list";

struct ListArguments {
    SelectionArguments selected;
    bool json = false;
};

void print_json(const std::vector<runner::PlannedCase>& planned) {
    auto cases = nlohmann::json::array();
    for (const auto& [scenario, index, folder] : planned)
        cases.push_back({{"path", scenario.path},
                         {"name", scenario.name},
                         {"description", scenario.description},
                         {"tags", scenario.tags},
                         {"parameters", scenario.parameters},
                         {"steps", scenario.steps.size()}});
    fmt::print("{}\n", cases.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_lines(const std::vector<runner::PlannedCase>& planned) {
    for (const auto& [scenario, index, folder] : planned)
        fmt::print("{}\n", printable(fmt::format(
                               "{}: {}{}", scenario.path, scenario.name,
                               scenario.tags.empty() ? "" : fmt::format(" [{}]", fmt::join(scenario.tags, ", ")))));
}

int list(const ListArguments& arguments) {
    auto scenarios = arguments.selected.load(list_verb);
    if (!scenarios) return usage_error;
    const auto selection = arguments.selected.selection(list_verb);
    if (!selection) return usage_error;
    const auto plan = SelectionArguments::plan(std::move(*scenarios), *selection, list_verb);
    if (!plan) return usage_error;
    if (arguments.json)
        print_json(plan->cases);
    else
        print_lines(plan->cases);
    return 0;
}

}  // namespace

void add_list(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("list", "List the cases of scenario files without running them");
    auto arguments = std::make_shared<ListArguments>();
    arguments->selected.add_to(*verb);
    verb->add_flag("--json", arguments->json, "Print an array with an object for each case");
    finish_help(*verb,
                {"otbench list scenarios/library", "otbench list scenarios --json",
                 "otbench list scenarios --tag bridge --shard 2/4"},
                "0 listed, 2 invalid scenario or option");
    verb->callback([arguments, &exit_code] { exit_code = list(*arguments); });
}

}  // namespace otbench::app
