#include "circuit/segment/line.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace otbench::circuit {
namespace {

constexpr int cells_per_line = 10;
constexpr double least_farad = 1e-12;  // no tap is without any
constexpr double cut_ohm = 1e12;
constexpr double least_leak_ohm = 1e-3;

void check(const CableParameters& cable) {
    for (const double value :
         {cable.length_m, cable.ohm_per_m, cable.farad_per_m, cable.henry_per_m, cable.extra_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"cable: finite values, 0 or more"};
    }
}

/// Cells from one node to the next tap; each is half of its coil, its capacitance and the other half.
class Ladder {
public:
    Ladder(Schematic& schematic, Schematic::Node plus, const CableParameters& cable)
        : schematic_{schematic}, plus_{plus}, cable_{cable} {}

    Schematic::Node extend(Schematic::Node from, double metres) {
        const int cells = std::max(1, static_cast<int>(std::lround(cells_per_line * metres / cable_.length_m)));
        const double cell_m = metres / cells;
        for (int i = 0; i < cells; ++i) {
            from = coil(from, i == 0 ? cell_m / 2 : cell_m);
            schematic_.capacitors.push_back({next_name("c"), plus_, from, cable_.farad_per_m * cell_m});
        }
        return coil(from, cell_m / 2);
    }

private:
    Schematic::Node coil(Schematic::Node from, double metres) {
        const auto to = schematic_.node(next_name("line"));
        schematic_.coils.push_back(
            {schematic_.nodes.back(), from, to, cable_.ohm_per_m * metres, cable_.henry_per_m * metres});
        return to;
    }
    std::string next_name(const char* stem) { return stem + std::to_string(++count_); }

    Schematic& schematic_;
    Schematic::Node plus_;
    const CableParameters& cable_;
    int count_ = 0;
};

}  // namespace

std::vector<Schematic::Node> add_line(Schematic& schematic, Schematic::Node plus, Schematic::Node minus,
                                      const CableParameters& cable, const std::vector<Tap>& taps) {
    check(cable);
    schematic.capacitors.push_back({"lumped", plus, minus, cable.extra_farad + least_farad});
    if (!(cable.leak_ohm >= 0)) throw std::invalid_argument{"cable: a leak is zero, positive or open"};
    schematic.resistors.push_back({"leak", plus, minus, std::clamp(cable.leak_ohm, least_leak_ohm, cut_ohm)});
    Schematic::Node node = minus;
    if (cable.cut) {
        node = schematic.node("cut");
        schematic.resistors.push_back({"cut", minus, node, cut_ohm});
        schematic.resistors.push_back({"discharge", plus, node, 1e9});
    }
    Ladder ladder{schematic, plus, cable};
    std::vector<Schematic::Node> nodes;
    double reached_m = 0;
    for (const Tap& tap : taps) {
        const double at_m = std::clamp(tap.distance_m, 0.0, cable.length_m);
        if (at_m > reached_m) node = ladder.extend(node, at_m - reached_m);
        reached_m = std::max(reached_m, at_m);
        schematic.capacitors.push_back({"input", plus, node, tap.farad + least_farad});
        schematic.sinks.push_back({plus, node});
        nodes.push_back(node);
    }
    if (cable.length_m > reached_m) ladder.extend(node, cable.length_m - reached_m);
    return nodes;
}

}  // namespace otbench::circuit
