#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "circuit/measure/rig.hpp"
#include "circuit/measure/spice_deck.hpp"

namespace otbench::app {

/// The text of a file; throws std::invalid_argument when it cannot be read or is empty.
std::string read_text(const std::string& path);
/// Writes a file, all or nothing. Throws std::invalid_argument when it cannot.
void write_text(const std::string& path, const std::string& text);

/// The circuit of a parameter file, or otb-iot's own if `path` is empty. Throws std::invalid_argument.
std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path);

/// Adds --params and --engine.
void add_circuit_options(CLI::App& command, std::string& parameters, std::string& engine);

/// Runs a deck through ngspice. Throws sim::NgspiceError.
circuit::SpiceRows run_deck(const std::string& deck);

/// A rig on the engine of that name: "model" or "ngspice".
std::unique_ptr<circuit::Rig> make_rig(const std::string& engine, const circuit::Conditions& conditions,
                                       const std::shared_ptr<const circuit::Circuit>& circuit);

/// Runs a command. An invalid file or option (std::invalid_argument) is reported in one line with exit code 2, a
/// failure of ngspice or of the model (std::runtime_error) in one line with exit code 1.
int guarded(const std::function<int()>& command);

}  // namespace otbench::app
