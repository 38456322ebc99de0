#pragma once

#include <cmath>

#include "circuit/netlist/parameters.hpp"

namespace otbench::circuit {

/// The time of what does not happen.
inline constexpr Nanoseconds never = Nanoseconds::max();

/// `delay` seconds after `start`, to the nearest nanosecond: the one place where the model rounds time. Never earlier
/// than `start`; `never` for delays of more than about thirty years and for what is not a number.
inline Nanoseconds after(Nanoseconds start, double delay) {
    constexpr double longest_s = 1e9;
    if (!(delay < longest_s) || start == never) return never;
    return start + Nanoseconds{delay > 0 ? std::llround(delay * 1e9) : 0};
}

/// Seconds from `start` to `end`.
inline double seconds_between(Nanoseconds start, Nanoseconds end) {
    return static_cast<double>((end - start).count()) * 1e-9;
}

}  // namespace otbench::circuit
