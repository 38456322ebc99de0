#pragma once

#include <istream>
#include <string_view>

#include "base/checked.hpp"
#include "sim/trace/wave_listener.hpp"

namespace otbench::sim {

/// Whether a file begins like a Value Change Dump.
[[nodiscard]] bool is_vcd(std::string_view begin);

/// Reads a Value Change Dump (IEEE 1364-2005, clause 18) of any time unit, as `VcdWriter`, sigrok and the programs of
/// logic analysers write it; returns the time at which it ends. Changes come in the order of the file, times rounded
/// down to nanoseconds; a vector's value is its number; undefined values (x, z) change nothing. The error names the
/// line.
[[nodiscard]] Checked<Nanoseconds> read_vcd(std::istream& file, const WaveListener& listener);

}  // namespace otbench::sim
