#pragma once

#include <systemc>

#include "base/time.hpp"

namespace otbench {

/// SystemC counts nanoseconds in every program of the bench, so that its 64 bits last 584 years; of its default,
/// picoseconds, they hold 213 days. It has to be told before the first time is used, hence before `main`.
inline const bool systemc_counts_nanoseconds = [] {
    sc_core::sc_set_time_resolution(1, sc_core::SC_NS);
    return true;
}();

[[nodiscard]] inline Nanoseconds to_nanoseconds(const sc_core::sc_time& time) {
    return Nanoseconds{static_cast<Nanoseconds::rep>(time.value())};
}

/// `time` must not be negative.
[[nodiscard]] inline sc_core::sc_time to_sc_time(Nanoseconds time) {
    return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(time.count()));
}

/// The instant at which the simulation stands.
[[nodiscard]] inline Nanoseconds simulated_time() {
    return to_nanoseconds(sc_core::sc_time_stamp());
}

}  // namespace otbench
