#pragma once

#include <memory>

#include "circuit/netlist/parameters.hpp"
#include "circuit/solver/schematic.hpp"

namespace otbench::circuit {

class MasterReceiver;
class Plant;

/// What one `ConverterModel` does differently from the others. Everything that depends on the model is asked here.
struct ConverterKind {
    /// The converter's parts with the changes that the parameters make. Throws std::invalid_argument for a part that it
    /// does not have or whose value cannot change.
    Schematic (*parts)(const ConverterParameters& parameters);
    /// Voltage behind the TX input in volts; of a floating input only where that is driven too.
    double (*tx_v)(const ConverterParameters& parameters, TxInput input);
    bool drives_floating_tx;  ///< a pull-up drives an input that is not connected
    double tx_edge_s;         ///< duration of an edge of TX
    std::unique_ptr<MasterReceiver> (*make_receiver)(const Plant& plant, double rx_v);
    double sense_ohm;  ///< the receiver sees the bus current as the voltage across this; 0: a logic level
    double rated_a;    ///< the slaves' idle current that it is made for; 0: as much as leaves RX high
    double break_s;    ///< duration of the break with which it answers a collision; 0: none
};

/// The kind of a model.
[[nodiscard]] const ConverterKind& converter_kind(ConverterModel model);

}  // namespace otbench::circuit
