#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>
#include <string>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "base/rpc/dispatcher.hpp"
#include "runner/control/bench_session.hpp"
#include "runner/language/schema.hpp"
#include "runner/steps/registry.hpp"
#include "sim/host/emulation/emulation_methods.hpp"
#include "sim/host/web/open_api.hpp"
#include "sim/trace/event_kinds.hpp"

namespace otbench::app {
namespace {

int print_schema() {
    fmt::print("{}", runner::scenario_schema(runner::step_kinds()));
    return 0;
}

/// Prints the tables of all mappings, or `path` with its tables filled in.
int print_tables(const std::string& path) {
    const auto verbs = runner::step_kinds();
    if (path.empty()) {
        for (const auto name : runner::reference_tables(verbs))
            fmt::print("`{}`\n\n{}\n", name, runner::reference_table(name, verbs));
        return 0;
    }
    const auto text = read_whole_file(path, "a page");
    if (!text) {
        print_error("{}: {}\n", path, text.error().message);
        return usage_error;
    }
    const auto filled = runner::fill_reference_tables(*text, verbs);
    if (!filled) {
        print_error("otbench scenario tables: {}: {}\n", path, filled.error().message);
        return usage_error;
    }
    fmt::print("{}", *filled);
    return 0;
}

}  // namespace

void add_scenario(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("scenario", "Print the reference of the scenario format");
    verb->require_subcommand(1);
    CLI::App* schema = verb->add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
    finish_help(*schema, {"otbench scenario schema", "otbench scenario schema > scenario.schema.json"}, "0 printed");
    schema->callback([&exit_code] { exit_code = print_schema(); });
    CLI::App* events = verb->add_subcommand("events", "Print the kinds of events in a trace as a table in Markdown");
    finish_help(*events, {"otbench scenario events", "otbench scenario events > events.md"}, "0 printed");
    events->callback([] { fmt::print("{}", sim::event_kinds_table()); });
    CLI::App* methods =
        verb->add_subcommand("methods", "Print the methods of the control interface as tables in Markdown");
    finish_help(*methods, {"otbench scenario methods", "otbench scenario methods > methods.md"}, "0 printed");
    methods->callback([] {
        fmt::print("{}\n{}\nMethods of `otbench emulate`:\n\n{}", runner::bench_method_table(), rpc::error_table(),
                   sim::emulation_method_table());
    });
    CLI::App* openapi =
        verb->add_subcommand("openapi", "Print the requests of the web interface as an OpenAPI document");
    finish_help(*openapi, {"otbench scenario openapi", "otbench scenario openapi > openapi.json"}, "0 printed");
    openapi->callback([] { fmt::print("{}", sim::open_api()); });
    CLI::App* tables = verb->add_subcommand("tables", "Print the keys of the format as tables in Markdown");
    auto path = std::make_shared<std::string>();
    tables->add_option("FILE", *path, "Print this page in Markdown instead, with its tables of keys updated");
    finish_help(*tables, {"otbench scenario tables", "otbench scenario tables docs/user/scenario-format.md > page.md"},
                "0 printed, 2 the page cannot be read or names an unknown table");
    tables->callback([path, &exit_code] { exit_code = print_tables(*path); });
}

}  // namespace otbench::app
