#pragma once

#include <string>
#include <vector>

#include "circuit/netlist/circuit_parts.hpp"
#include "circuit/netlist/parameters.hpp"

namespace otbench::circuit {

/// What a deck wrote: one row a point, with the scale (time, or what is swept) first.
using SpiceRows = std::vector<std::vector<double>>;
/// The file that every deck writes its rows to.
inline constexpr const char* spice_output_file = "result.txt";

/// The circuit's netlist with those of the bench's own subcircuits (line, meters, receiver) that it does not define.
std::string spice_subcircuits(const Circuit& circuit);
/// A cable as the subcircuit `name` with the ports ap, an, bp and bn and the parameter len in metres: ten T cells, as
/// mbus_cable of the netlist, with the losses that grow with frequency.
std::string spice_cable(const std::string& name, const CableParameters& cable);

/// A source's value over time: a level until a ramp leads to another. Seconds.
class SpicePoints {
public:
    explicit SpicePoints(double level);
    void ramp(double start_s, double length_s, double level);
    [[nodiscard]] std::string text() const { return text_ + ")"; }

private:
    double level_;
    std::string text_;
};

/// The lines that let ngspice do `analysis` and write `vectors` to `spice_output_file`; `lets` define some of them.
/// They end the deck.
std::string spice_control(const std::string& analysis, const std::string& lets, const std::string& vectors);

}  // namespace otbench::circuit
