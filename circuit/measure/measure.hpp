#pragma once

#include <memory>
#include <string>

#include "circuit/measure/rig.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "circuit/netlist/conditions.hpp"

namespace otbench::circuit {

/// Measures one entry of a family on a rig: what its file of recorded measurements holds, under the same names and
/// in the same units. Throws std::invalid_argument for a family, fault or resistor that does not exist.
Quantities measure(const std::string& family, Rig& rig);
/// The same on the model; no circuit: otb-iot's own.
Quantities measure(const std::string& family, const Conditions& conditions,
                   const std::shared_ptr<const Circuit>& circuit);

}  // namespace otbench::circuit
