#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/time.hpp"

namespace otbench::circuit {

/// An opaque mark that travels from an input to the crossings it leads to.
enum class Tag : std::uint64_t {};

/// Resistance of a part that is missing or cut.
inline constexpr double open_circuit = std::numeric_limits<double>::infinity();

struct Circuit;

/// What stands at the head of the bus.
enum class ConverterModel {
    otb_iot,          ///< otb-iot's level converter, or another circuit of the same kind
    standard_master,  ///< a commercial one: see `standard_master`
};

/// The voltages at a converter's TX input.
enum class TxInput { low, high, floating };

/// A level converter and what it is used with. Volts, ohm, Celsius.
struct ConverterParameters {
    ConverterModel model = ConverterModel::otb_iot;
    double supply_v = 36.0;  ///< of a standard master: its mark voltage
    double supply_resistance_ohm = 0.0;
    double temperature_c = 27.0;
    double tx_high_v = 3.3;
    /// By name as in the schematic ("r5"), in place of the circuit's own; zero is a short, `open_circuit` a cut.
    std::map<std::string, double> resistors;
    /// By name ("q1"): collector and emitter are one.
    std::set<std::string> shorted_transistors;
    /// The parts; none: otb-iot's own converter (spec: circuit, section 1).
    std::shared_ptr<const Circuit> circuit;
};

/// A cable, by default telephone cable of 0.8 mm diameter (EN 13757-2 installation figures) without the losses that
/// grow with frequency.
struct CableParameters {
    double length_m = 0.0;
    double ohm_per_m = 0.073;  ///< loop
    double farad_per_m = 120e-12;
    double henry_per_m = 0.7e-6;     ///< loop
    bool skin_effect = false;        ///< resistance rises with frequency as that of round copper wires
    double loss_tangent = 0.0;       ///< of the insulation, from 100 kHz to 10 MHz; 0 to 0.2
    double extra_farad = 0.0;        ///< lumped at the converter's terminals
    double leak_ohm = open_circuit;  ///< across the converter's terminals: a wet cable, or a short
    bool cut = false;                ///< broken at the converter's terminals: nothing of the line is connected
};

/// Telephone cable with its losses: PVC has a loss tangent of 0.05 to 0.1 near 1 MHz.
inline CableParameters lossy_telephone_cable() {
    CableParameters cable;
    cable.skin_effect = true;
    cable.loss_tangent = 0.07;
    return cable;
}

/// One slave's transceiver (TSS721 class).
struct SlaveParameters {
    double unit_loads = 1.0;            ///< 1.5 mA each
    double space_current_a = 0.015;     ///< added while it sends a space: 11 to 20 mA
    double receive_threshold_v = 6.95;  ///< below its tracked mark voltage: 5.7 to 8.2 V
    double input_farad = 30e-12;
    double distance_m = std::numeric_limits<double>::infinity();  ///< along the cable; no farther than its end
};

}  // namespace otbench::circuit
