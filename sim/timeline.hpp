#pragma once

#include <functional>
#include <systemc>

#include "base/event_sink.hpp"
#include "firmware_model/hardware/agenda.hpp"

namespace otbench::sim {

inline Nanoseconds to_nanoseconds(const sc_core::sc_time& t) {
    // The kernel counts picoseconds, its default resolution.
    return Nanoseconds{static_cast<Nanoseconds::rep>(t.value() / 1000)};
}

/// The instant the simulation stands at.
inline Nanoseconds now() {
    return to_nanoseconds(sc_core::sc_time_stamp());
}

inline sc_core::sc_time to_sc_time(Nanoseconds t) {
    return sc_core::sc_time::from_value(static_cast<sc_dt::uint64>(t.count()) * 1000);
}

/// Runs actions at given instants of virtual time; those of one instant in the order in which they were given.
class Timeline : public sc_core::sc_module {
public:
    SC_HAS_PROCESS(Timeline);
    explicit Timeline(sc_core::sc_module_name name);

    /// `action` runs at `at`, or at once (in a later delta cycle) when that has passed.
    void schedule(Nanoseconds at, std::function<void()> action);

private:
    void run_due();
    void arm();

    firmware::Agenda agenda_;
    sc_core::sc_event due_;
};

}  // namespace otbench::sim
