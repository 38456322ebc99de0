#include "app/run/selection_options.hpp"

#include <CLI/CLI.hpp>

#include <fstream>
#include <utility>

#include "app/print_error.hpp"
#include "app/run/scenario_files.hpp"
#include "app/run/shard_option.hpp"

namespace otbench::app {
void SelectionArguments::add_to(CLI::App& verb, Paths which) {
    verb.add_option("FILE", paths, "Scenario files, or folders of them")->required(which == Paths::required);
    verb.add_option("--param", parameters,
                    "Select only the cases with this value of a parameter, for example baud=2400")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false)
        ->default_str("all cases");
    verb.add_option("--tag", tags, "Select only the cases with this tag, or any of several, for example bridge")
        ->type_name("TAG")
        ->allow_extra_args(false)
        ->default_str("all cases");
    verb.add_option("-k", expression,
                    "Select only the cases that match: words of the path or name, or whole tags, combined with and, "
                    "or, not and parentheses, for example 'hat and not slow'")
        ->type_name("EXPRESSION")
        ->default_str("all cases");
    verb.add_option("--exclude", exclude, "Leave out the cases that match, for example bridge")
        ->type_name("EXPRESSION")
        ->allow_extra_args(false)
        ->default_str("no cases");
    add_shard_option(verb, shard, "Select only this part of the cases, for example 2/4");
    verb.add_option("--times", times,
                    "Balance the shards by the time that each case took in an earlier run, for example "
                    "results/summary.json")
        ->type_name("FILE")
        ->default_str("all cases take equally long");
}

std::optional<std::vector<runner::Scenario>> SelectionArguments::load(const char* verb) const {
    const auto values = parameters_of(parameters, verb);
    if (!values) return std::nullopt;
    return load_scenarios(paths, *values);
}

std::optional<runner::Selection> SelectionArguments::selection(const char* verb) const {
    runner::Selection selection;
    selection.tags = tags;
    selection.expression = expression;
    selection.exclude = exclude;
    const auto own_shard = chosen_shard(shard);
    if (!own_shard) {
        print_error("{}: {}\n", verb, own_shard.error().message);
        return std::nullopt;
    }
    selection.shard = *own_shard;
    if (times.empty()) return selection;
    auto earlier = runner::read_summary_file(times);
    if (!earlier) {
        print_error("{}: --times: {}\n", verb, earlier.error().message);
        return std::nullopt;
    }
    selection.times = std::move(*earlier);
    return selection;
}

std::optional<runner::Plan> SelectionArguments::plan(std::vector<runner::Scenario> scenarios,
                                                     const runner::Selection& selection, const char* verb) {
    auto plan = runner::make_plan(std::move(scenarios), selection);
    if (plan) return std::move(*plan);
    print_error("{}: {}\n", verb, plan.error().message);
    return std::nullopt;
}

}  // namespace otbench::app
