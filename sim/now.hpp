#pragma once

#include "base/systemc/time.hpp"

namespace otbench::sim {

/// The instant at which the simulation stands.
inline Nanoseconds now() {
    return simulated_time();
}

}  // namespace otbench::sim
