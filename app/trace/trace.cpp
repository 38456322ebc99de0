#include <CLI/CLI.hpp>

#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"

namespace otbench::app {

void add_trace(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("trace", "Search, compare, convert and measure the traces of runs");
    verb->require_subcommand(1);
    add_trace_query(*verb, exit_code);
    add_trace_diff(*verb, exit_code);
    add_trace_perfetto(*verb, exit_code);
    add_trace_waves(*verb, exit_code);
    add_trace_coverage(*verb, exit_code);
}

}  // namespace otbench::app
