#pragma once

#include "circuit/netlist/parameters.hpp"
#include "circuit/segment/disturbance.hpp"

namespace otbench::circuit {

/// What a bus is electrically, but for its meters: what `electrical_parameters()` lists. The defaults are those of the
/// circuit, but for the cable, which has its losses here.
struct Electrics {
    /// How the converter's TX input is connected.
    struct Input {
        bool floats = false;  ///< nothing is connected to it
    };

    ConverterParameters converter;
    CableParameters cable = lossy_telephone_cable();
    Input input;
    DisturbanceParameters disturbance;
};

}  // namespace otbench::circuit
