#include "app/circuit/circuit_engine.hpp"

#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <stdexcept>
#include <system_error>
#include <utility>

#include "app/help.hpp"
#include "app/print_error.hpp"
#include "app/verbs.hpp"
#include "base/input_file.hpp"
#include "circuit/measure/spice_rig.hpp"
#include "circuit/netlist/circuit_file.hpp"
#include "sim/host/process/ngspice.hpp"
#include "sim/host/process/worker_pool.hpp"

namespace otbench::app {

std::string read_text(const std::string& path, std::string_view what) {
    auto text = read_whole_file(path, what);
    if (!text) throw std::invalid_argument{path + ": " + text.error().message};
    if (text->empty()) throw std::invalid_argument{fmt::format("{}: is empty (expected {})", path, what)};
    return *std::move(text);
}

std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path) {
    if (path.empty()) return circuit::nominal_circuit();
    auto parts = circuit::read_circuit(read_text(path, "a parameter file"));
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

void check_not_interrupted() {
    if (sim::interrupted) throw sim::Interrupted{};
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
    sim::watch_interrupts();
    try {
        return command();
    } catch (const sim::Interrupted&) {
        return interrupted_exit;
    } catch (const sim::NgspiceError& error) {
        print_error("{}\n", error.what());
        return environment_error;
    } catch (const std::system_error&) {
        throw;  // what keeps any verb from its work is told in one place
    } catch (const std::runtime_error& error) {
        print_error("{}\n", error.what());
        return 1;
    } catch (const std::invalid_argument& error) {
        print_error("{}\n", error.what());
        return usage_error;
    }
}

}  // namespace otbench::app
