#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/circuit/circuit_engine.hpp"
#include "app/circuit/circuit_verbs.hpp"
#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/progress.hpp"
#include "app/verbs.hpp"
#include "base/output_file.hpp"
#include "circuit/measure/calibration.hpp"
#include "circuit/measure/measure.hpp"
#include "circuit/netlist/circuit_file.hpp"
#include "circuit/netlist/conditions_file.hpp"
#include "circuit/netlist/netlist_command.hpp"
#include "sim/host/process/ngspice.hpp"

namespace otbench::app {
namespace {

using nlohmann::json;

/// Where an octet of a text is, from 1 on.
std::string line_and_column(std::string_view text, std::size_t octet) {
    const auto before = text.substr(0, octet > 0 ? octet - 1 : 0);
    const auto line_start = before.rfind('\n') + 1;  // 0 when there is none
    return fmt::format("{}:{}", std::count(before.begin(), before.end(), '\n') + 1, before.size() - line_start + 1);
}

int measure(const std::string& path, const std::string& parameters, const std::string& engine) {
    const auto circuit = read_parameters(parameters);
    const std::string text = read_text(path, "conditions");
    json file;
    try {
        file = json::parse(text);
    } catch (const json::parse_error& error) {
        throw std::invalid_argument{fmt::format("{}:{}: invalid JSON (expected conditions in a list 'entries')", path,
                                                line_and_column(text, error.byte))};
    } catch (const json::out_of_range&) {
        throw std::invalid_argument{path + ": invalid JSON (expected numbers that fit into 64 bits)"};
    }
    const auto entries = circuit::read_conditions(file, !parameters.empty());
    if (!entries) throw std::invalid_argument{path + ": " + entries.error().message};
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const auto& [id, family, conditions] = (*entries)[i];
        try {
            const auto rig = make_rig(engine, conditions, circuit);
            file["entries"][i]["measured"] = circuit::to_json(circuit::measure(family, *rig));
        } catch (const std::invalid_argument& error) {
            throw std::invalid_argument{fmt::format("{}: {}: {}", path, id, error.what())};
        }
    }
    fmt::print("{}\n", file.dump(1));
    return 0;
}

/// A netlist's text with the files that it includes in their places, so that it stands for itself.
std::string read_netlist(const std::filesystem::path& path, int depth = 0) {
    constexpr int most_levels = 8;
    if (depth > most_levels) throw std::invalid_argument{path.string() + ": includes itself"};
    std::istringstream lines{read_text(path.string(), "a netlist")};
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string command, name;
        words >> command >> name;
        if (command == ".include" || command == ".INCLUDE") {
            name.erase(std::remove(name.begin(), name.end(), '"'), name.end());
            text += read_netlist(path.parent_path() / name, depth + 1);
        } else if (command != ".end" && command != ".END") {
            text += line + "\n";
        }
    }
    return text;
}

void print_residuals(const std::vector<circuit::Residual>& residuals) {
    fmt::print("{:<26} {:>5} {:>9} {:>9} {:>11}  {}\n", "quantity", "count", "rms", "worst", "of Primary", "where");
    for (const auto& r : residuals) {
        fmt::print("{:<26} {:>5} {:>8.3f}% {:>8.3f}% {:>10.0f}%  {}\n", r.quantity, r.count, r.rms_relative * 100,
                   r.worst_relative * 100, r.worst_share * 100, r.worst);
    }
}

/// The circuit of a netlist, with what ngspice says of its parts.
std::shared_ptr<const circuit::Circuit> circuit_of(const std::string& path, bool trusted) {
    const std::string text = read_netlist(path);
    if (const auto command = circuit::netlist_command(text); command && !trusted)
        throw std::invalid_argument{
            fmt::format("{}: '{}' can run commands on this machine (--trust-netlist allows it)", path, *command)};
    const auto netlist = circuit::Netlist::read(text, std::filesystem::path{path}.filename().string());
    if (!netlist) throw std::invalid_argument{netlist.error().message};
    const auto listing = sim::run_ngspice(netlist->listing_deck());
    auto parts = netlist->circuit(listing.output);
    if (!parts) throw std::invalid_argument{parts.error().message};
    return std::make_shared<const circuit::Circuit>(std::move(*parts));
}

/// Measures the circuit on the model and on ngspice under all conditions of a calibration.
std::vector<circuit::Difference> differences_of(const std::shared_ptr<const circuit::Circuit>& circuit,
                                                double supply_v) {
    const auto conditions_of_all = circuit::calibration_conditions(supply_v);
    ProgressBar progress{conditions_of_all.size()};
    std::vector<circuit::Difference> differences;
    for (const auto& [id, family, conditions] : conditions_of_all) {
        check_not_interrupted();
        const auto expected = circuit::measure(family, *make_rig("ngspice", conditions, circuit));
        const auto got = circuit::measure(family, *make_rig("model", conditions, circuit));
        const auto more = circuit::compare(id, conditions, expected, got);
        differences.insert(differences.end(), more.begin(), more.end());
        progress.advance(1);
    }
    return differences;
}

int calibrate(const std::string& path, const std::string& output, double supply_v, bool trusted) {
    const auto circuit = circuit_of(path, trusted);
    const auto differences = differences_of(circuit, supply_v);
    print_residuals(circuit::residuals_of(differences));
    const auto missed =
        std::count_if(differences.begin(), differences.end(), [](const auto& d) { return d.share > 1; });
    if (missed > 0) {
        print_error("{}: {} of {} values miss the Primary tolerance; no parameters written\n", path, missed,
                    differences.size());
        return 1;
    }
    write_whole_file(output, circuit::write_circuit(*circuit));
    return 0;
}

}  // namespace

void add_circuit(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("circuit", "Measure the level converter and the line");
    verb->require_subcommand(1);
    struct Options {
        std::string file, parameters, engine = "model", output;
        double supply_v = circuit::ConverterParameters{}.supply_v;
        bool trusted = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* measuring =
        verb->add_subcommand("measure", "Measure levels, thresholds, edges and frames under given conditions");
    measuring->add_option("FILE", options->file, "JSON file with measurements and their conditions")->required();
    add_circuit_options(*measuring, options->parameters, options->engine);
    finish_help(*measuring,
                {"otbench circuit measure conditions.json > measured.json",
                 "otbench circuit measure conditions.json --engine ngspice"},
                "0 measured, 2 invalid file or option, 3 ngspice failed, 130 interrupted");
    measuring->callback([options, &exit_code] {
        exit_code = guarded([&] { return measure(options->file, options->parameters, options->engine); });
    });
    CLI::App* calibrating =
        verb->add_subcommand("calibrate", "Take the model's parameters from a netlist and compare it with ngspice");
    calibrating->add_option("NETLIST", options->file, "SPICE netlist with the subcircuit mbus_master")->required();
    calibrating->add_option("-o,--output", options->output, "Write the parameters to this file, for example mine.json")
        ->type_name("FILE")
        ->required();
    calibrating->add_option("--supply", options->supply_v, "Usual supply of the circuit in volts, for example 36")
        ->type_name("VOLTS")
        ->check(number(0, 1000))
        ->capture_default_str();
    calibrating->add_flag("--trust-netlist", options->trusted,
                          "Accept a netlist that can run commands on this machine (.control, .lib, process models)");
    finish_help(*calibrating,
                {"otbench circuit calibrate mine.cir -o mine.json",
                 "otbench circuit calibrate mine.cir --supply 24 -o mine.json"},
                "0 written, 1 the model misses a tolerance, 2 invalid netlist or option, 3 ngspice or the disk failed, "
                "130 interrupted");
    calibrating->callback([options, &exit_code] {
        exit_code =
            guarded([&] { return calibrate(options->file, options->output, options->supply_v, options->trusted); });
    });
    add_circuit_check(*verb, exit_code);
    add_circuit_margins(*verb, exit_code);
    add_circuit_montecarlo(*verb, exit_code);
    add_circuit_sweep(*verb, exit_code);
}

}  // namespace otbench::app
