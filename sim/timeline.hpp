#pragma once

#include <functional>
#include <queue>
#include <systemc>
#include <vector>

#include "bus/event_sink.hpp"

namespace otbench::sim {

/// The instant the simulation stands at.
inline Nanoseconds now() {
    // The kernel counts picoseconds, its default resolution.
    return Nanoseconds{static_cast<Nanoseconds::rep>(sc_core::sc_time_stamp().value() / 1000)};
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
    struct Entry {
        Nanoseconds at;
        std::uint64_t order;
        std::function<void()> action;
    };
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.at != b.at ? a.at > b.at : a.order > b.order; }
    };

    void run_due();
    void arm();

    std::priority_queue<Entry, std::vector<Entry>, Later> entries_;
    std::uint64_t count_ = 0;
    sc_core::sc_event due_;
};

}  // namespace otbench::sim
