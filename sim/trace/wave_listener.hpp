#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "base/time.hpp"

namespace otbench::sim {

/// A signal as a file of waves declares it.
struct WaveSignal {
    std::string scope;  ///< the innermost module it is in; may be empty
    std::string name;
    bool is_real = false;  ///< a real number, not a level
};

/// Receives the signals of a file and their changes; those of each signal in order of time. A signal is known by its
/// number, from 0.
struct WaveListener {
    std::function<void(const WaveSignal& signal)> declared;
    std::function<void(std::size_t signal, Nanoseconds at, double value)> changed;
};

}  // namespace otbench::sim
