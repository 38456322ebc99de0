#pragma once

#include <functional>
#include <memory>
#include <string>

#include "circuit/measure/rig.hpp"
#include "circuit/measure/spice_deck.hpp"

namespace otbench::app {

/// The text of a file; throws std::invalid_argument when there is none.
std::string read_text(const std::string& path);
/// Writes a file, all or nothing. Throws std::invalid_argument when it cannot.
void write_text(const std::string& path, const std::string& text);

/// The circuit of a parameter file; none: otb-iot's own. Throws std::invalid_argument.
std::shared_ptr<const circuit::Circuit> read_parameters(const std::string& path);

/// Runs a deck through ngspice. Throws sim::NgspiceError.
circuit::SpiceRows run_deck(const std::string& deck);

/// A rig on the engine of that name: "model" or "ngspice".
std::unique_ptr<circuit::Rig> make_rig(const std::string& engine, const circuit::Conditions& conditions,
                                       const std::shared_ptr<const circuit::Circuit>& circuit);

/// Runs a command; what is wrong with its files or options (std::invalid_argument) is one line and exit code 2, what
/// ngspice or the model cannot do (std::runtime_error) one line and exit code 1.
int guarded(const std::function<int()>& command);

}  // namespace otbench::app
