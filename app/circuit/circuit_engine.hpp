#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "circuit/measure/rig.hpp"
#include "circuit/measure/spice_deck.hpp"

namespace CLI {
class App;
}

namespace otbench::app {

/// The text of a file, which is `what` ("a netlist"). Throws std::invalid_argument with one line when it has none.
std::string read_text(const std::string& path, std::string_view what);

/// The circuit of a parameter file, or otb-iot's own if `path` is empty. Throws std::invalid_argument.
std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path);

/// Adds --params and --engine.
void add_circuit_options(CLI::App& command, std::string& parameters, std::string& engine);

/// Runs a deck through ngspice. Throws sim::NgspiceError.
circuit::SpiceRows run_deck(const std::string& deck);

/// A rig on the engine of that name: "model" or "ngspice".
std::unique_ptr<circuit::Rig> make_rig(const std::string& engine, const circuit::Conditions& conditions,
                                       const std::shared_ptr<const circuit::Circuit>& circuit);

/// To be called between two pieces of long work. Throws sim::Interrupted when the user wants to stop.
void check_not_interrupted();

/// Runs a command, which SIGINT stops, and returns its exit code. What is wrong with its files or options
/// (std::invalid_argument) is one line and exit code 2, what ngspice cannot do (sim::NgspiceError) exit code 3, what
/// the model cannot do (std::runtime_error) exit code 1, an interruption 130 and no line. Lets std::system_error
/// through.
int guarded(const std::function<int()>& command);

}  // namespace otbench::app
