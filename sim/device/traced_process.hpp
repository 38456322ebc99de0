#pragma once

#include "firmware_model/conformance/trace_player.hpp"
#include "sim/device/process_device.hpp"

namespace otbench::sim {

/// Plays recorded cases to a firmware's process.
firmware::MakeTraceSubject traced_process(const ProcessSettings& settings);

}  // namespace otbench::sim
