#pragma once

#include <vector>

#include "circuit/netlist/parameters.hpp"

namespace otbench::circuit {

/// A cable's parts per metre, both wires together. A cable without losses has no branches.
struct CableConstants {
    /// A resistance and an inductance in parallel, in series with the wire.
    struct SeriesBranch {
        double ohm, henry;
    };
    /// A resistance (in ohm times metre) and a capacitance in series, between the wires.
    struct ShuntBranch {
        double ohm, farad;
    };
    double ohm, henry, farad;
    std::vector<SeriesBranch> skin;
    std::vector<ShuntBranch> dielectric;
};

/// What a cable is made of. Its resistance, inductance and capacitance at low frequencies are those of the parameters;
/// the branches follow from them, from the skin effect of a round wire (within 5 % from 10 kHz to 10 MHz) and from the
/// loss tangent of the insulation (within 20 % from 100 kHz to 10 MHz).
CableConstants cable_constants(const CableParameters& cable);

}  // namespace otbench::circuit
