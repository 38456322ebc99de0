#pragma once

#include <string>
#include <vector>

#include "circuit/solver/bipolar.hpp"
#include "circuit/solver/diode.hpp"

namespace otbench::circuit {

/// Parts between named nodes. Value type; ohm, farad, henry.
struct Schematic {
    /// Index of a node; 0 is ground.
    using Node = int;
    static constexpr Node ground = 0;

    struct Resistor {
        std::string name;
        Node a, b;
        double ohm;
    };
    struct Capacitor {
        std::string name;
        Node a, b;
        double farad;
    };
    /// A resistance and an inductance in series.
    struct Coil {
        std::string name;
        Node a, b;
        double ohm, henry;
    };
    struct Transistor {
        std::string name;
        Node collector, base, emitter;
        BipolarModel model;
    };
    struct DiodePart {
        std::string name;
        Node anode, cathode;
        DiodeModel model;
    };
    /// A fixed voltage with next to no resistance.
    struct Battery {
        std::string name;
        Node plus, minus;
        double volts;
    };
    /// A voltage against ground behind a resistance; both are inputs.
    struct Source {
        Node node;
    };
    /// A meter's constant current, an input: in full from 12 V up, nothing at 2 V, in proportion between.
    struct Sink {
        Node plus, minus;
    };

    /// The node of that name, new if there was none. Ground is called "0".
    Node node(const std::string& name);
    /// As `node`, or -1.
    [[nodiscard]] Node find(const std::string& name) const;

    std::vector<std::string> nodes{std::string{"0"}};
    std::vector<Resistor> resistors;
    std::vector<Capacitor> capacitors;
    std::vector<Coil> coils;
    std::vector<Transistor> transistors;
    std::vector<DiodePart> diodes;
    std::vector<Battery> batteries;
    std::vector<Source> sources;
    std::vector<Sink> sinks;
};

}  // namespace otbench::circuit
