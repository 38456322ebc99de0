#include "app/circuit/circuit_engine.hpp"

#include <fmt/core.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "app/help.hpp"
#include "app/verbs.hpp"
#include "circuit/measure/spice_rig.hpp"
#include "circuit/netlist/circuit_file.hpp"
#include "sim/host/process/ngspice.hpp"

namespace otbench::app {

std::string read_text(const std::string& path) {
    std::ifstream file{path};
    std::ostringstream text;
    if (!file || file.peek() == std::ifstream::traits_type::eof())
        throw std::invalid_argument{"cannot read '" + path + "' (expected a file that is not empty)"};
    text << file.rdbuf();
    return text.str();
}

void write_text(const std::string& path, const std::string& text) {
    const std::string neighbour = path + ".part";
    std::ofstream file{neighbour, std::ios::binary};
    file << text;
    file.close();
    if (!file || std::rename(neighbour.c_str(), path.c_str()) != 0)
        throw std::invalid_argument{"cannot write '" + path + "'"};
}

std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path) {
    if (path.empty()) return circuit::nominal_circuit();
    auto parts = circuit::read_circuit(read_text(path));
    if (!parts) throw std::invalid_argument{path + ": " + parts.error().message};
    return std::make_shared<const circuit::Circuit>(std::move(*parts));
}

void add_circuit_options(CLI::App& command, std::string& parameters, std::string& engine) {
    command
        .add_option("--params", parameters,
                    "Parameters of another circuit (otbench circuit calibrate), for example "
                    "mine.json")
        ->type_name("FILE")
        ->default_str("otb-iot's converter");
    command.add_option("--engine", engine, "Engine that solves the circuit, for example ngspice")
        ->type_name("ENGINE")
        ->check(one_of({"model", "ngspice"}))
        ->capture_default_str();
}

circuit::SpiceRows run_deck(const std::string& deck) {
    return sim::run_ngspice(deck, circuit::spice_output_file).rows;
}

std::unique_ptr<circuit::Rig> make_rig(const std::string& engine, const circuit::Conditions& conditions,
                                       const std::shared_ptr<const circuit::Circuit>& circuit) {
    if (engine == "model") return circuit::model_rig(conditions, circuit);
    return circuit::spice_rig(conditions, circuit, run_deck);
}

int guarded(const std::function<int()>& command) {
    try {
        return command();
    } catch (const std::runtime_error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "{}\n", error.what());
        return usage_error;
    }
}

}  // namespace otbench::app
