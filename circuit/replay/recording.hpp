#pragma once

#include <vector>

#include "circuit/netlist/installation.hpp"
#include "circuit/segment/segment.hpp"

namespace otbench::circuit {

/// The inputs of a segment during a run and its reactions, from the run's trace. All lists in order of time.
struct Recording {
    /// What the bus was made of from an instant on; the first from the beginning.
    struct Setup {
        Nanoseconds from;
        Installation installation;
    };
    struct TxChange {
        Nanoseconds at;
        TxInput input;
    };
    struct SlaveChange {
        Nanoseconds at;
        std::size_t slave;
        bool space;
    };
    struct Seen {
        Crossing::What what;
        Nanoseconds at;
        std::size_t slave = 0;
        bool level = false;
        bool echo = false;   ///< of `rx`
        double bus_v = 0.0;  ///< of `bus_edge`: the voltage at the converter's terminals
    };

    std::vector<Setup> setups;
    std::vector<TxChange> tx;  ///< low before the first
    std::vector<SlaveChange> slaves;
    std::vector<VoltagePoint> bus_v;  ///< at the converter's terminals; straight lines between
    bool rx_at_start = true;
    std::vector<Seen> seen;
    Nanoseconds end{};

    /// The bus voltage, from the first point of `bus_v` on.
    [[nodiscard]] double bus_voltage(Nanoseconds at) const;
};

}  // namespace otbench::circuit
