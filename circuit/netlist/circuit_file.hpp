#pragma once

#include <string>
#include <string_view>

#include "circuit/netlist/netlist.hpp"

namespace otbench::circuit {

/// A parameter file (JSON): the parts of a level converter as numbers. Fails on other text.
NetlistResult<Circuit> read_circuit(std::string_view text);
std::string write_circuit(const Circuit& circuit);

}  // namespace otbench::circuit
