#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace otbench::circuit {

/// Virtual time, as in the other layers (this one includes none of them).
using Tick = std::chrono::nanoseconds;
/// An opaque mark that travels from an input to the crossings it leads to.
enum class Tag : std::uint64_t {};

/// Resistance of a part that is missing or cut.
inline constexpr double open_circuit = std::numeric_limits<double>::infinity();

/// The otb-iot level converter, named as in its schematic (spec: circuit, section 1). Ohm, volts, kelvin-free Celsius.
struct ConverterParameters {
    double supply_v = 36.0;
    double supply_resistance_ohm = 0.0;
    double temperature_c = 27.0;
    double tx_high_v = 3.3;
    double r1 = 1e3, r2 = 1e3, r3 = 22e3, r4 = 3.3e3, r5 = 82.0, r6 = 39e3, r7 = 33e3, r8 = 220e3;
};

/// Telephone cable of 0.8 mm diameter unless told otherwise (EN 13757-2 installation figures).
struct CableParameters {
    double length_m = 0.0;
    double ohm_per_m = 0.073;  ///< loop
    double farad_per_m = 120e-12;
    double henry_per_m = 0.7e-6;  ///< loop
    double extra_farad = 0.0;     ///< lumped at the converter's terminals
    bool cut = false;             ///< broken at the converter's terminals: nothing of the line is connected
};

/// One slave's transceiver (TSS721 class).
struct SlaveParameters {
    double unit_loads = 1.0;            ///< 1.5 mA each
    double space_current_a = 0.015;     ///< added while it sends a space: 11 to 20 mA
    double receive_threshold_v = 6.95;  ///< below its tracked mark voltage: 5.7 to 8.2 V
    double input_farad = 30e-12;
};

}  // namespace otbench::circuit
