#pragma once

#include <functional>
#include <systemc>

#include "base/event_sink.hpp"
#include "base/systemc/time.hpp"
#include "firmware_model/hardware/agenda.hpp"

namespace otbench::sim {

/// The instant at which the simulation stands.
inline Nanoseconds now() {
    return simulated_time();
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
    void schedule_wake();

    firmware::Agenda agenda_;
    sc_core::sc_event due_;
};

}  // namespace otbench::sim
