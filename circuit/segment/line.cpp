#include "circuit/segment/line.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

#include "circuit/segment/cable_constants.hpp"

namespace otbench::circuit {
namespace {

constexpr int cells_per_line = 10;
constexpr double least_farad = 1e-12;  // no tap is without any
constexpr double cut_ohm = 1e12;
constexpr double least_leak_ohm = 1e-3;
constexpr double most_loss_tangent = 0.2;  // beyond, the branches would need more than the whole capacitance

void check(const CableParameters& cable) {
    for (const double value :
         {cable.length_m, cable.ohm_per_m, cable.farad_per_m, cable.henry_per_m, cable.extra_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"cable: finite values, 0 or more"};
    }
    if (!(cable.loss_tangent >= 0 && cable.loss_tangent <= most_loss_tangent))
        throw std::invalid_argument{"cable: a loss tangent from 0 to 0.2"};
}

/// Behind a cut hardly a nanoampere flows: losses would change nothing, and their small resistances drown it in
/// rounding.
CableConstants ladder_constants(CableParameters cable) {
    if (cable.cut) {
        cable.skin_effect = false;
        cable.loss_tangent = 0.0;
    }
    return cable_constants(cable);
}

/// Cells from one node to the next tap; each is half of its wires, its capacitance and the other half.
class Ladder {
public:
    Ladder(Schematic& schematic, Schematic::Node plus, const CableParameters& cable)
        : schematic_{schematic}, plus_{plus}, length_m_{cable.length_m}, constants_{ladder_constants(cable)} {}

    Schematic::Node extend(Schematic::Node from, double metres) {
        const int cells = std::max(1, static_cast<int>(std::lround(cells_per_line * metres / length_m_)));
        const double cell_m = metres / cells;
        for (int i = 0; i < cells; ++i) {
            from = wires(from, i == 0 ? cell_m / 2 : cell_m);
            insulation(from, cell_m);
        }
        return wires(from, cell_m / 2);
    }

private:
    Schematic::Node wires(Schematic::Node from, double metres) {
        auto to = coil(from, constants_.ohm * metres, constants_.henry * metres);
        for (const auto& branch : constants_.skin) {
            from = std::exchange(to, coil(to, 0.0, branch.henry * metres));
            schematic_.resistors.push_back({next_name("skin"), from, to, branch.ohm * metres});
        }
        return to;
    }

    Schematic::Node coil(Schematic::Node from, double ohm, double henry) {
        const auto to = schematic_.node(next_name("line"));
        schematic_.coils.push_back({schematic_.nodes.back(), from, to, ohm, henry});
        return to;
    }

    void insulation(Schematic::Node at, double metres) {
        schematic_.capacitors.push_back({next_name("c"), plus_, at, constants_.farad * metres});
        for (const auto& branch : constants_.dielectric) {
            const auto inner = schematic_.node(next_name("insulation"));
            schematic_.resistors.push_back({next_name("loss"), at, inner, branch.ohm / metres});
            schematic_.capacitors.push_back({next_name("c"), plus_, inner, branch.farad * metres});
        }
    }

    std::string next_name(const char* stem) { return stem + std::to_string(++count_); }

    Schematic& schematic_;
    Schematic::Node plus_;
    double length_m_;
    CableConstants constants_;
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
