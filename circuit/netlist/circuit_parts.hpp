#pragma once

#include <memory>
#include <string>
#include <vector>

#include "circuit/solver/schematic.hpp"

namespace otbench::circuit {

/// A level converter as parts: what a parameter file holds. Ports are the nodes "tx", "rx", "vbus36", "mbusp" and
/// "mbusn"; "mbusp" may be the same wire as "vbus36".
struct Circuit {
    Schematic parts;
    /// A value of the netlist that may be set from outside, and what depends on it.
    struct Parameter {
        std::string name;
        double nominal;
        struct Effect {
            std::string part;
            double slope;  ///< change of the part's value by change of the parameter
        };
        std::vector<Effect> effects;
    };
    std::vector<Parameter> parameters;
    std::string netlist;       ///< file name, for messages
    std::string netlist_hash;  ///< of the text the parts were read from
    std::string netlist_text;  ///< the parts as a self-contained subcircuit `mbus_master`

    [[nodiscard]] const Parameter* find(const std::string& name) const;
    /// The parts with a parameter set to another value. An open or missing part gets a very large, a bridged one a very
    /// small resistance. Throws std::invalid_argument for a name the circuit does not have, or a negative value.
    void set(const std::string& name, double value);
    /// Joins a transistor's collector and emitter. Throws std::invalid_argument for one that the circuit does not have.
    void bridge(const std::string& transistor);
};

/// otb-iot's converter.
std::shared_ptr<const Circuit> nominal_circuit();

}  // namespace otbench::circuit
