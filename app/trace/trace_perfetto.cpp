#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <system_error>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/trace/trace_verbs.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "runner/report/trace_files.hpp"
#include "runner/trace/perfetto.hpp"

namespace otbench::app {
namespace {

constexpr const char* perfetto_verb = "otbench trace perfetto";

int convert(const std::string& folder, const std::string& out) {
    const auto trace = runner::read_trace_file(folder);
    if (!trace) {
        print_error("{}: {}\n", perfetto_verb, trace.error().message);
        return usage_error;
    }
    const std::string waves = std::filesystem::path{folder} / runner::waves_file;
    std::ifstream vcd{waves};
    const auto json = runner::perfetto_json(*trace, vcd);
    if (!json) {
        print_error("{}: {}: {}\n", perfetto_verb, waves, json.error().message);
        return usage_error;
    }
    try {
        write_whole_file(out, *json);
        return 0;
    } catch (const std::system_error& error) {
        print_error("{}: {}\n", perfetto_verb, error.what());
        return environment_error;
    }
}

}  // namespace

void add_trace_perfetto(CLI::App& trace, int& exit_code) {
    CLI::App* verb = trace.add_subcommand("perfetto", "Convert a trace for ui.perfetto.dev");
    auto folder = std::make_shared<std::string>();
    auto out = std::make_shared<std::string>();
    verb->add_option("DIR", *folder, "Folder of a run")->required();
    verb->add_option("-o,--output", *out, "Write to this file, for example trace.json")->type_name("FILE")->required();
    finish_help(
        *verb,
        {"otbench trace perfetto result -o trace.json", "otbench trace perfetto results/ping --output ping.json"},
        "0 converted, 2 invalid trace, 3 the file cannot be written",
        "Sources are processes, kinds of events are tracks, signals are counters, and causes are flows.");
    verb->callback([folder, out, &exit_code] { exit_code = convert(*folder, *out); });
}

}  // namespace otbench::app
