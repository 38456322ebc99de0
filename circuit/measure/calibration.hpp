#pragma once

#include <string>
#include <vector>

#include "circuit/measure/accuracy.hpp"
#include "circuit/netlist/conditions_file.hpp"

namespace otbench::circuit {

/// The conditions under which a circuit is held against ngspice before its parameters are accepted: supply,
/// temperature, load, capacitance and line swept through all kinds of measurement. `supply_v` is the circuit's usual
/// one.
std::vector<ConditionsEntry> calibration_conditions(double supply_v);

/// How far the model is from ngspice in one quantity, over all conditions.
struct Residual {
    std::string quantity;
    std::size_t count = 0;
    double rms_relative = 0.0, worst_relative = 0.0;
    double worst_share = 0.0;  ///< of the Primary tolerance
    std::string worst;         ///< condition and both values
};
/// In order of their first appearance.
std::vector<Residual> residuals_of(const std::vector<Difference>& differences);

}  // namespace otbench::circuit
