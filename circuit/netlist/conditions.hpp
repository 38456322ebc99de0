#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "circuit/netlist/parameters.hpp"

namespace otbench::circuit {

/// What a converter is measured under; the fields are named and defined as in the recorded measurements
/// (tests/data/circuit/README.md), in SI units unless the name contains a unit.
struct Conditions {
    double tx_v = 3.3;  ///< level of TX, or its high level where TX moves
    double supply_v = 36.0, supply_res_ohm = 1e-3, temp_c = 27.0;
    double unit_loads = 1.0, unit_load_a = 1.5e-3;
    bool slave_space = false;
    double isp_ma = 15.0;
    double cbus_f = 0.0;   ///< at the converter's terminals
    double cable_m = 0.0;  ///< the meters hang at its end
    double cable_ohm_per_m = 0.073, cable_farad_per_m = 120e-12;
    std::map<std::string, double> r_override;
    std::string fault = "none";
    // Frames.
    std::string master_bytes = "105b015c16";
    std::string slave_bytes = "684d4d680801725555555577040904551000000c";
    double master_bit_us = 417.0;
    int master_high_bits_after_parity = 6;
    double slave_baud = 2400.0;
    double reply_delay_ms = 20.0;

    [[nodiscard]] double idle_a() const { return unit_loads * unit_load_a; }
    [[nodiscard]] double space_a() const { return isp_ma * 1e-3; }
};

/// A fault by its recorded name: `r5_open`, `r4_short`, `q2_ce_short`, `bus_short`, `bus_leak_10k`.
struct FaultParts {
    std::map<std::string, double> resistors;  ///< in place of the nominal ones
    std::optional<double> across_bus_ohm;
    std::string shorted_transistor;  ///< collector to emitter
};
/// Nothing for an unknown fault.
std::optional<FaultParts> fault_parts(const std::string& name);
inline constexpr double shorted_transistor_ohm = 1.0;
/// A resistor that is cut or bridged, as in the recordings.
inline constexpr double open_ohm = 1e9, short_ohm = 0.01;

/// One measured quantity. No value: never reached, or not applicable (see the unit).
struct Quantity {
    std::string name;
    std::variant<std::monostate, double, std::string> value;
    std::string unit;
};
using Quantities = std::vector<Quantity>;

}  // namespace otbench::circuit
