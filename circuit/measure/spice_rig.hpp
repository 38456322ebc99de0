#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "circuit/measure/rig.hpp"
#include "circuit/measure/spice_deck.hpp"

namespace otbench::circuit {

/// Runs a deck through ngspice and reads the file `spice_output_file` that it wrote. Throws when ngspice is missing,
/// or when it fails; then the message contains the path of the deck.
using RunSpice = std::function<SpiceRows(const std::string& deck)>;

/// The same measurements by ngspice: decks for levels, sweeps, edges and frames around the circuit's own netlist.
std::unique_ptr<Rig> spice_rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit,
                               RunSpice run);

}  // namespace otbench::circuit
