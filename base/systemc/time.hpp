#pragma once

#include <systemc>

#include "base/event_sink.hpp"

namespace otbench {

/// How many units of SystemC's resolution make a nanosecond: 1000 unless a program sets another one.
[[nodiscard]] inline sc_dt::uint64 systemc_units_per_nanosecond() {
    static const auto units = sc_core::sc_time(1, sc_core::SC_NS).value();
    return units;
}

[[nodiscard]] inline Nanoseconds to_nanoseconds(const sc_core::sc_time& time) {
    return Nanoseconds{static_cast<Nanoseconds::rep>(time.value() / systemc_units_per_nanosecond())};
}

/// `time` must not be negative.
[[nodiscard]] inline sc_core::sc_time to_sc_time(Nanoseconds time) {
    return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(time.count()) * systemc_units_per_nanosecond());
}

/// The instant at which the simulation stands.
[[nodiscard]] inline Nanoseconds simulated_time() {
    return to_nanoseconds(sc_core::sc_time_stamp());
}

}  // namespace otbench
