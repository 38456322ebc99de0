#pragma once

#include <cstddef>

#include "circuit/segment/bus_transient.hpp"

namespace otbench::circuit {

/// A crossing that is reported to the bench.
struct Crossing {
    enum class What {
        bus_edge,        ///< the voltage at the converter's terminals passed the middle of its step; level true = mark
        slave_receiver,  ///< receiver of slave `slave` changed; level true = mark
        slave_power,     ///< supply of slave `slave` rose above its 12 V limit (true) or fell below it (false)
        rx,              ///< the converter's RX output changed level
        collision,       ///< a standard master detects a current of more than one slave (true), or no longer
    };
    Nanoseconds at;
    What what;
    std::size_t slave = 0;
    bool level = false;
    Tag tag{};          ///< what was given with the input that led to this crossing
    bool echo = false;  ///< of `rx`: an edge of the short pulse that follows a mark edge, not of a slave's current
};

/// The first of the crossings offered to it; of those at one instant, the one offered first.
struct FirstCrossing {
    Expected due;
    Crossing crossing{};

    void offer(const Expected& at, const Crossing& what) {
        if (at.at >= due.at) return;
        due = at;
        crossing = what;
        crossing.at = at.at;
    }
};

}  // namespace otbench::circuit
