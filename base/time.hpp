#pragma once

#include <chrono>

namespace otbench {

/// A duration, or virtual time since the start of the run. Every layer uses this type; `base/systemc/time.hpp` converts
/// it to SystemC's and back.
using Nanoseconds = std::chrono::nanoseconds;

constexpr double in_seconds(Nanoseconds time) {
    return std::chrono::duration<double>(time).count();
}

}  // namespace otbench
