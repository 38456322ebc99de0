#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/circuit/study_options.hpp"
#include "app/help.hpp"
#include "base/output_file.hpp"
#include "circuit/study/margins.hpp"

namespace otbench::app {
namespace {

using circuit::Margin;

std::string margins_json(const std::vector<Margin>& margins) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& m : margins) {
        nlohmann::ordered_json entry{{"requirement", m.what},
                                     {"clause", m.clause},
                                     {"verified", m.verified},
                                     {"unit", m.unit},
                                     {m.at_least ? "at_least" : "at_most", m.limit},
                                     {"value", nullptr},
                                     {"left", nullptr},
                                     {"verdict", to_string(m.verdict)}};
        if (m.value) {
            entry["value"] = *m.value;
            entry["left"] = m.left;
        }
        all.push_back(entry);
    }
    return nlohmann::ordered_json{{"margins", all}}.dump(1) + "\n";
}

void print_margins(const std::vector<Margin>& margins) {
    fmt::print("{:<7} {:<39} {:>16} {:>9} {:>9}  {}\n", "", "requirement", "limit", "value", "left", "clause");
    for (const auto& m : margins) {
        const std::string limit = fmt::format("{} {:.4g} {}", m.at_least ? ">=" : "<=", m.limit, m.unit);
        fmt::print("{:<7} {:<39} {:>16} {:>9} {:>9}  {}{}\n", to_string(m.verdict), m.what, limit,
                   m.value ? fmt::format("{:.4g}", *m.value) : "never", m.value ? fmt::format("{:.3g}", m.left) : "",
                   m.clause, m.verified ? "" : " (*)");
    }
    fmt::print("(*) a widely quoted value of EN 13757-2 that was not checked against the document\n");
}

int margins(const StudyOptions& options, double baud) {
    const auto circuit = options.circuit();
    auto point = options.point(*circuit);
    if (baud > 0) circuit::set_parameter(point, "baud", baud, *circuit);
    for (const auto& path : options.outputs)
        if (output_kind(path) != "json")
            throw std::invalid_argument{fmt::format("invalid output file '{}' (expected an ending of .json)", path)};
    const auto rig = make_rig(options.engine, point.conditions, circuit);
    circuit::Assessment assessment{point, *rig};
    const auto all = circuit::margins_of(assessment);
    for (const auto& path : options.outputs) write_whole_file(path, margins_json(all));
    if (options.outputs.empty()) print_margins(all);
    const bool failed =
        std::any_of(all.begin(), all.end(), [](const Margin& m) { return m.verdict == Margin::Verdict::fail; });
    return failed ? 1 : 0;
}

}  // namespace

void add_circuit_margins(CLI::App& verb, int& exit_code) {
    CLI::App* command = verb.add_subcommand("margins", "Compare an installation with EN 13757-2, clause by clause");
    struct Arguments {
        StudyOptions study;
        double baud = 0;
    };
    auto arguments = std::make_shared<Arguments>();
    arguments->study.add_to(*command);
    arguments->study.add_outputs_to(*command, "margins.json");
    command->add_option("--baud", arguments->baud, "Speed in Bd that the slopes must suit, for example 9600")
        ->type_name("BAUD")
        ->check(number(300, 38400))
        ->default_str("the scenario's, or 2400");
    finish_help(*command,
                {"otbench circuit margins --scenario scenarios/circuit/four_meters.yaml",
                 "otbench circuit margins --set length=350 --set meters=3 --baud 4800 -o margins.json"},
                "0 all requirements are met, 1 a requirement is not met, 2 invalid option or file, 3 ngspice or the "
                "disk failed, 130 interrupted");
    command->callback(
        [arguments, &exit_code] { exit_code = guarded([&] { return margins(arguments->study, arguments->baud); }); });
}

}  // namespace otbench::app
