#pragma once

#include "circuit/conditions.hpp"
#include "circuit/rig.hpp"

namespace otbench::circuit {

/// The families `baud_limit` and `frame`: whole characters over the bus, both ways.
Quantities measure_baud_limit(const Conditions& conditions, Rig& rig);
Quantities measure_frame(const Conditions& conditions, Rig& rig);

}  // namespace otbench::circuit
