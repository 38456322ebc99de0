#pragma once

#include <string>

#include "circuit/plot/svg_plot.hpp"
#include "circuit/replay/replay.hpp"

namespace otbench::circuit {

/// The bus, RX and TX of a recorded run and of ngspice (`wave`) over virtual time in milliseconds, from `from` to `to`.
[[nodiscard]] Plot replay_plot(const std::string& scenario, const Recording& recording, const ReplayWave& wave,
                               Nanoseconds from, Nanoseconds to);

}  // namespace otbench::circuit
