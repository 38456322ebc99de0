#include "circuit/segment/standard_master.hpp"

namespace otbench::circuit::standard_master {

Schematic parts() {
    Schematic schematic;
    const auto drive = schematic.node("tx"), plus = schematic.node("mbusp"), minus = schematic.node("mbusn");
    schematic.node("vbus36");
    schematic.resistors.push_back({"drive", drive, plus, sense_ohm});
    schematic.resistors.push_back({"sense", minus, Schematic::ground, sense_ohm});
    // The line rings after an edge; the receiver ignores that.
    const auto seen = schematic.node("rx");
    constexpr double filter_ohm = 10e3, filter_farad = 1e-9;
    schematic.resistors.push_back({"filter", minus, seen, filter_ohm});
    schematic.capacitors.push_back({"filter", seen, Schematic::ground, filter_farad});
    return schematic;
}

}  // namespace otbench::circuit::standard_master
