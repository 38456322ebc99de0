#pragma once

#include <string>

#include "bus/uart/uart_line.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// What stands at one end of a bridge inside the bench.
enum class BridgeRole {
    slave,   ///< a transceiver on the bus: real meters outside
    master,  ///< the UART at a converter's TX and RX: a real master outside
    uart,    ///< the converter's side of a device's UART: a real converter outside
};

struct BridgeSettings {
    std::string name;  ///< in the trace; no two are the same
    Endpoint endpoint;
    BridgeRole role = BridgeRole::slave;
    bus::UartFormat format;  ///< on the bench's side, and the peer's unless the endpoint says otherwise
    /// As master: the peer receives the converter's echo of what it sends. Otherwise: the external converter
    /// does that, and what it gives back of what it was sent is left out.
    bool echo = false;
};

}  // namespace otbench::sim
