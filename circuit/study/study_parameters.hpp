#pragma once

#include <boost/core/span.hpp>
#include <string>

#include "base/config/limits.hpp"
#include "circuit/netlist/circuit_parts.hpp"
#include "circuit/netlist/installation.hpp"
#include "circuit/study/assessment.hpp"

namespace otbench::circuit {

/// A parameter of an installation by name. Scenarios have it too, with the same limits; here plain numbers have a unit.
struct StudyParameter {
    const char* name;
    const char* unit;  ///< of plain numbers
    const char* text;
    const config::Limits& limits;
    double (*get)(const StudyPoint&);  ///< in the base unit of the limits
    void (*set)(StudyPoint&, double);

    [[nodiscard]] double base_units() const;  ///< in one of `unit`
};
/// All but the circuit's own values, which go by their names in the netlist (r1 to r8, crx), in ohm and farad.
boost::span<const StudyParameter> study_parameters();
/// Null for the circuit's own values and unknown names.
const StudyParameter* study_parameter(const std::string& name);

/// The circuit's own value of that name. Throws std::invalid_argument with all names that there are.
const Circuit::Parameter& own_parameter(const std::string& name, const Circuit& circuit);
bool is_resistor(const Circuit::Parameter& part);

/// "ohm" and "F" for the circuit's own values. Throws std::invalid_argument as `set_parameter` does.
std::string unit_of_parameter(const std::string& name, const Circuit& circuit);

/// Value of a parameter in its unit. Both throw std::invalid_argument for a name that neither the table nor the circuit
/// has; the second for a value outside of what the parameter may be, too.
double parameter(const StudyPoint& point, const std::string& name, const Circuit& circuit);
void set_parameter(StudyPoint& point, const std::string& name, double value, const Circuit& circuit);

/// The bus of a scenario as one point of a study: its meters together at the end of the cable, with the smallest of
/// their space currents and the largest of their thresholds. A cut cable has none.
StudyPoint study_point_of(const Installation& installation);

}  // namespace otbench::circuit
