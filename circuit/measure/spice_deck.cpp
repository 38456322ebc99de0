#include "circuit/measure/spice_deck.hpp"

#include <fmt/core.h>

namespace otbench::circuit {
namespace {

/// A subcircuit of the bench's own netlist, for netlists that define the converter alone.
std::string own_subcircuit(const std::string& name) {
    const std::string& text = nominal_circuit()->netlist_text;
    const auto begin = text.find(".subckt " + name);
    const auto end = text.find(".ends " + name, begin);
    return text.substr(begin, text.find('\n', end) - begin + 1);
}

}  // namespace

std::string spice_subcircuits(const Circuit& circuit) {
    std::string text = circuit.netlist_text + "\n";
    for (const char* name : {"mbus_cable", "mbus_lump", "mbus_slave", "tss721_rx"})
        if (circuit.netlist_text.find(fmt::format(".subckt {}", name)) == std::string::npos)
            text += own_subcircuit(name);
    return text;
}

SpicePoints::SpicePoints(double level) : level_{level}, text_{fmt::format("PWL(0 {:.12g}", level)} {}

void SpicePoints::ramp(double start_s, double length_s, double level) {
    text_ += fmt::format("\n+ {:.14g} {:.12g} {:.14g} {:.12g}", start_s, level_, start_s + length_s, level);
    level_ = level;
}

std::string spice_control(const std::string& analysis, const std::string& lets, const std::string& vectors) {
    return fmt::format(".control\nset wr_singlescale\nset numdgt=14\n{}\n{}\nwrdata {} {}\nquit 0\n.endc\n.end\n",
                       analysis, lets, spice_output_file, vectors);
}

}  // namespace otbench::circuit
