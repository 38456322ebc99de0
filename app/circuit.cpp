#include <fmt/core.h>

#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include "app/verbs.hpp"
#include "circuit/circuit_file.hpp"
#include "circuit/conditions_file.hpp"
#include "circuit/measure.hpp"

namespace otbench::app {
namespace {

using nlohmann::json;

/// The text of a file; throws std::invalid_argument when there is none.
std::string read_text(const std::string& path) {
    std::ifstream file{path};
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) throw std::invalid_argument{path + ": no such file, or not readable"};
    return text.str();
}

std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path) {
    if (path.empty()) return circuit::nominal_circuit();
    auto parts = circuit::read_circuit(read_text(path));
    if (!parts) throw std::invalid_argument{path + ": " + parts.error().message};
    return std::make_shared<const circuit::Circuit>(std::move(*parts));
}

int measure(const std::string& path, const std::string& parameters) {
    const auto circuit = read_parameters(parameters);
    json file;
    try {
        file = json::parse(read_text(path));
    } catch (const json::exception& error) {
        throw std::invalid_argument{path + ": " + error.what()};
    }
    const auto entries = circuit::read_conditions(file, !parameters.empty());
    if (!entries) throw std::invalid_argument{path + ": " + entries.error().message};
    for (std::size_t i = 0; i < entries->size(); ++i) {
        const circuit::ConditionsEntry& entry = (*entries)[i];
        try {
            file["entries"][i]["measured"] =
                circuit::to_json(circuit::measure(entry.family, entry.conditions, circuit));
        } catch (const std::exception& error) {
            throw std::invalid_argument{fmt::format("{}: {}: {}", path, entry.id, error.what())};
        }
    }
    fmt::print("{}\n", file.dump(1));
    return 0;
}

/// Runs a command; what is wrong with its files is one line and exit code 2.
template <typename Command>
int guarded(const Command& command) {
    try {
        return command();
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "{}\n", error.what());
        return usage_error;
    }
}

}  // namespace

void add_circuit(CLI::App& app, int& exit_code) {
    CLI::App* verb = app.add_subcommand("circuit", "The level converter and the line by themselves");
    verb->require_subcommand(1);
    struct Options {
        std::string file, parameters;
    };
    auto options = std::make_shared<Options>();
    CLI::App* measuring =
        verb->add_subcommand("measure", "Measure levels, thresholds, edges and frames under given conditions");
    measuring->add_option("FILE", options->file, "Conditions (JSON, as the recorded measurements)")->required();
    measuring->add_option("--params", options->parameters, "Another circuit, as `circuit calibrate` wrote it");
    measuring->callback(
        [options, &exit_code] { exit_code = guarded([&] { return measure(options->file, options->parameters); }); });
}

}  // namespace otbench::app
