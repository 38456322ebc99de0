#pragma once

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "circuit/replay/recording.hpp"

namespace otbench::circuit {

// What the parts of a replay share: its pieces, its deck and its judge.

inline constexpr double replay_unit_load_a = 1.5e-3;  // EN 13757-2

/// Columns of a replay's rows: the scale, the bus, RX, and for each receiver how far the bus is above its stored mark
/// level.
inline constexpr std::size_t scale_column = 0, bus_column = 1, rx_column = 2, receiver_column = 3;

/// Meters with identical inputs, as one receiver in the deck.
struct ReceiverPlace {
    double distance_m, threshold_v;
    bool operator<(const ReceiverPlace& other) const {
        return std::tie(distance_m, threshold_v) < std::tie(other.distance_m, other.threshold_v);
    }
};
inline double place_of(const SlaveParameters& slave, const CableParameters& cable) {
    return std::min(slave.distance_m, cable.length_m);
}
/// In the order of their columns.
inline std::set<ReceiverPlace> receivers_of(const Installation& installation) {
    std::set<ReceiverPlace> places;
    for (const auto& slave : installation.slaves)
        places.insert({place_of(slave, installation.cable), slave.receive_threshold_v});
    return places;
}

/// When TX or a meter's current changed, each instant once.
std::vector<Nanoseconds> input_times(const Recording& recording);

}  // namespace otbench::circuit
