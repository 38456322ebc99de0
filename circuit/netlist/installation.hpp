#pragma once

#include <vector>

#include "circuit/netlist/parameters.hpp"

namespace otbench::circuit {

/// A converter, its cable and the meters on it.
struct Installation {
    ConverterParameters converter;
    CableParameters cable;
    std::vector<SlaveParameters> slaves;
};

}  // namespace otbench::circuit
