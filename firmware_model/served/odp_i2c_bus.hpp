#pragma once

#include "firmware_model/board/i2c_bus.hpp"

struct odp;

namespace otbench::firmware {

/// The buses of a model that is served as a process: their chips are the bench's, by the device protocol.
MakeI2cBus odp_buses(odp& bench);

}  // namespace otbench::firmware
