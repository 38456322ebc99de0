#pragma once

#include <functional>
#include <istream>
#include <string>

#include "base/checked.hpp"
#include "base/event_sink.hpp"

namespace otbench::sim {

/// A signal as a VCD declares it.
struct VcdSignal {
    std::string scope;  ///< the innermost module it is in; may be empty
    std::string name;
    bool is_real = false;  ///< a real number, not a level
};

/// Who gets the signals and their changes, in the order of the file. A signal is known by its number, from 0.
struct VcdListener {
    std::function<void(const VcdSignal& signal)> declared;
    std::function<void(std::size_t signal, Nanoseconds at, double value)> changed;
};

/// Reads a Value Change Dump with levels and real numbers and a unit of 1 ns, as `VcdWriter` writes it; returns the
/// time at which it ends. The error names the line.
[[nodiscard]] Checked<Nanoseconds> read_vcd(std::istream& file, const VcdListener& listener);

}  // namespace otbench::sim
