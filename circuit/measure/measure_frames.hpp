#pragma once

#include <vector>

#include "circuit/measure/rig.hpp"
#include "circuit/netlist/conditions.hpp"

namespace otbench::circuit {

/// The families `baud_limit` and `frame`: whole characters over the bus, both ways.
Quantities measure_baud_limit(const Conditions& conditions, Rig& rig);
Quantities measure_frame(const Conditions& conditions, Rig& rig);

/// Whether an ideal receiver reads the beginning of the conditions' request at this speed, for each voltage at the
/// slave below which it takes the bus for a space.
std::vector<bool> request_reads(Rig& rig, double baud, const std::vector<double>& levels_v);
/// Whether one on RX reads the beginning of the reply.
bool reply_reads(Rig& rig, double baud);

}  // namespace otbench::circuit
