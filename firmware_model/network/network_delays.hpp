#pragma once

#include "base/time.hpp"

namespace otbench::firmware {

/// How long a simulated network takes. These are the figures of the reference recordings of the firmware
/// (tests/data/firmware/README.md, section 4.1), so that a device behaves in a scenario as it does there.
struct NetworkDelays {
    Nanoseconds associate = std::chrono::milliseconds{1200};  ///< Wi-Fi connect to association
    Nanoseconds address = std::chrono::milliseconds{2000};    ///< Wi-Fi connect to address
    Nanoseconds resolve = std::chrono::milliseconds{5};
    Nanoseconds connect = std::chrono::milliseconds{3};
    Nanoseconds refuse = std::chrono::milliseconds{1500};    ///< from connecting to the report of a refused connection
    Nanoseconds acknowledge = std::chrono::milliseconds{2};  ///< packet to TCP acknowledgement
    Nanoseconds answer = std::chrono::milliseconds{3};       ///< packet to the broker's answer
    Nanoseconds forward = std::chrono::milliseconds{2};      ///< one client's message to another client
};

}  // namespace otbench::firmware
