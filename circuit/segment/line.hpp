#pragma once

#include <vector>

#include "circuit/netlist/parameters.hpp"
#include "circuit/solver/schematic.hpp"

namespace otbench::circuit {

/// A place on the line where meters hang.
struct Tap {
    double distance_m = 0.0;
    double farad = 0.0;  ///< of all meters there
};

/// The line between the nodes `plus` and `minus` of a schematic as a ladder: ten cells along the whole, each with its
/// share of resistance, inductance, capacitance and losses, divided so that every tap lies between two of them. Without
/// length all taps lie at the terminals.
///
/// Adds a sink for each tap, in their order, and returns its node on the minus wire. `taps` are in order of distance.
/// Throws std::invalid_argument for a cable with a negative or undefined value.
std::vector<Schematic::Node> add_line(Schematic& schematic, Schematic::Node plus, Schematic::Node minus,
                                      const CableParameters& cable, const std::vector<Tap>& taps);

}  // namespace otbench::circuit
