#include "circuit/segment/converter_kind.hpp"

#include <stdexcept>

#include "circuit/netlist/circuit_parts.hpp"
#include "circuit/segment/master_receiver.hpp"
#include "circuit/segment/standard_master.hpp"

namespace otbench::circuit {
namespace {

Schematic otb_iot_parts(const ConverterParameters& parameters) {
    Circuit circuit = parameters.circuit ? *parameters.circuit : *nominal_circuit();
    for (const auto& [name, ohm] : parameters.resistors) circuit.set(name, ohm);
    for (const auto& name : parameters.shorted_transistors) circuit.bridge(name);
    return circuit.parts;
}

double otb_iot_tx_v(const ConverterParameters& parameters, TxInput input) {
    return input == TxInput::high ? parameters.tx_high_v : 0.0;
}

Schematic standard_master_parts(const ConverterParameters& parameters) {
    if (!parameters.resistors.empty() || !parameters.shorted_transistors.empty())
        throw std::invalid_argument{"the parts of a standard master cannot be changed"};
    return standard_master::parts();
}

double standard_master_tx_v(const ConverterParameters& parameters, TxInput input) {
    return parameters.supply_v - (input == TxInput::low ? standard_master::swing_v : 0.0);
}

// Nothing pulls a floating input of otb-iot's converter up, so that Q2 stays off; a standard master stays in mark.
constexpr ConverterKind otb_iot{otb_iot_parts, otb_iot_tx_v, false, tx_ramp_s, make_logic_input, 0.0, 0.0, 0.0};
constexpr ConverterKind standard{standard_master_parts,    standard_master_tx_v,    true,
                                 standard_master::edge_s,  make_idle_tracking,      standard_master::sense_ohm,
                                 standard_master::rated_a, standard_master::break_s};

}  // namespace

const ConverterKind& converter_kind(ConverterModel model) {
    return model == ConverterModel::standard_master ? standard : otb_iot;
}

}  // namespace otbench::circuit
