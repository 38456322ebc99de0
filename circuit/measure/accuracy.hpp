#pragma once

#include <optional>
#include <string>
#include <vector>

#include "circuit/netlist/conditions.hpp"

namespace otbench::circuit {

/// How far a measured number may lie from ngspice's: the "Primary" tolerances of the recorded measurements
/// (tests/data/circuit/README.md). In the quantity's own unit; nothing for what is not meant for comparison.
std::optional<double> primary_tolerance(const std::string& name, double expected, const Conditions& conditions);

/// A quantity of both engines side by side.
struct Difference {
    std::string entry;  ///< id
    std::string quantity;
    std::string expected, got;
    double share = 0.0;     ///< of what is allowed; above 1 it misses. Infinite where the kinds of answer differ
    double relative = 0.0;  ///< to the expected number; 0 for texts
};
/// Compares what may be compared. `tightness` divides all tolerances.
std::vector<Difference> compare(const std::string& entry, const Conditions& conditions, const Quantities& expected,
                                const Quantities& got, double tightness = 1.0);

}  // namespace otbench::circuit
