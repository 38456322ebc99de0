#include "circuit/replay/recording.hpp"

#include <algorithm>

#include "circuit/netlist/time.hpp"

namespace otbench::circuit {

double Recording::bus_voltage(Nanoseconds at) const {
    const auto later = std::upper_bound(bus_v.begin(), bus_v.end(), at,
                                        [](Nanoseconds t, const VoltagePoint& point) { return t < point.at; });
    if (later == bus_v.begin()) return bus_v.empty() ? 0.0 : bus_v.front().volts;
    const auto& before = *std::prev(later);
    if (later == bus_v.end()) return before.volts;
    const double share = seconds_between(before.at, at) / seconds_between(before.at, later->at);
    return before.volts + share * (later->volts - before.volts);
}

}  // namespace otbench::circuit
