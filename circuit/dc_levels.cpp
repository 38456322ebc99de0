#include "circuit/dc_levels.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

namespace otbench::circuit {
namespace {

// Parts that are cut or bridged still have a resistance, so that no equation divides by zero or infinity.
constexpr double least_ohm = 1e-3;
constexpr double most_ohm = 1e12;

constexpr double boltzmann_over_charge = 8.617333e-5;  // V/K
constexpr double zero_celsius_k = 273.15;
constexpr double nominal_k = 300.15;  // 27 degrees Celsius, at which the transistor data hold
constexpr double band_gap_v = 1.11;

// Transistors: spec: circuit, section 2.
struct Junction {
    double ideality;
    double saturation_a;  // at 27 degrees Celsius
    double emitter_ohm;
};
constexpr Junction q1{0.9938, 74.0e-15, 0.208};
constexpr Junction q3{0.9822, 41.3e-15, 0.1129};
constexpr double q1_inverse_beta = 1.0 / 238;
constexpr double q1_inverse_beta_per_a = 0.018;
constexpr double q1_beta_exponent = 1.5;
constexpr double npn_beta = 290;
constexpr double q2_base_v = 0.75;  // of the saturated transmit switch
constexpr double q2_saturation_v = 3e-3;
// Rise of MBUS- above the receive threshold in mark: fitted to the levels in spec: circuit, section 2, 7.5 to 75 mA.
constexpr double clamp_ideality = 1.32;
constexpr double clamp_knee_a = 1.38e-3;
constexpr double clamp_ohm = 1.2;
constexpr double q3_reverse_beta = 23.7;
constexpr double q3_output_ohm = 0.36;  // collector and emitter resistance
// Through Q1's base-collector junction into Q2 while TX is high: 0.08 mA at the threshold, where Q3 draws 0.54 mA; both
// junctions see the same voltage, so the ratio stays.
constexpr double mark_diversion_share = 0.08 / 0.54;

// Sinks: full current from 12 V up, none at 2 V (spec: circuit, section 6).
constexpr double sink_full_v = 12.0;
constexpr double sink_none_v = 2.0;

constexpr int halvings = 48;  // brings 40 V below a picovolt

double junction_v(const Junction& junction, double thermal_v, double relative_saturation, double current_a) {
    const double saturations = current_a / (junction.saturation_a * relative_saturation);
    return junction.ideality * thermal_v * std::log(std::max(saturations, 1.0)) + junction.emitter_ohm * current_a;
}

double usable_resistance(double ohm, const char* name) {
    if (!(ohm >= 0)) throw std::invalid_argument{std::string{name} + ": a resistance is zero, positive or open"};
    return std::clamp(ohm, least_ohm, most_ohm);
}

ConverterParameters usable(ConverterParameters p) {
    p.r1 = usable_resistance(p.r1, "R1");
    p.r2 = usable_resistance(p.r2, "R2");
    p.r3 = usable_resistance(p.r3, "R3");
    p.r4 = usable_resistance(p.r4, "R4");
    p.r5 = usable_resistance(p.r5, "R5");
    p.r6 = usable_resistance(p.r6, "R6");
    p.r7 = usable_resistance(p.r7, "R7");
    p.r8 = usable_resistance(p.r8, "R8");
    if (!(p.supply_v >= 0) || !std::isfinite(p.supply_v)) throw std::invalid_argument{"supply: 0 V or more"};
    if (!(p.supply_resistance_ohm >= 0) || !std::isfinite(p.supply_resistance_ohm)) {
        throw std::invalid_argument{"supply resistance: 0 ohm or more"};
    }
    if (!(p.temperature_c > -zero_celsius_k) || !std::isfinite(p.temperature_c)) {
        throw std::invalid_argument{"temperature: above absolute zero"};
    }
    if (!std::isfinite(p.tx_high_v)) throw std::invalid_argument{"TX high level: a finite voltage"};
    return p;
}

/// Current of sinks behind a line when the terminals stand at `bus_v`.
double sink_current(const BusLoad& load, double bus_v) {
    const double span = sink_full_v - sink_none_v + load.nominal_a * load.line_ohm;
    return load.nominal_a * std::clamp((bus_v - sink_none_v) / span, 0.0, 1.0);
}

/// The root of a rising function between `low` and `high`.
template <typename Rising>
double root_of(const Rising& rising, double low, double high) {
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (rising(middle) < 0 ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

}  // namespace

DcLevels::DcLevels(const ConverterParameters& parameters) : parameters_{usable(parameters)} {
    const auto& p = parameters_;
    const double kelvin = p.temperature_c + zero_celsius_k;
    const double relative = kelvin / nominal_k;
    thermal_v_ = boltzmann_over_charge * kelvin;
    relative_saturation_ =
        std::pow(relative, 3) * std::exp(band_gap_v / boltzmann_over_charge * (1 / nominal_k - 1 / kelvin));
    relative_beta_ = std::pow(relative, q1_beta_exponent);
    divider_share_ = p.r3 / (p.r3 + p.r6);
    divider_ohm_ = p.r6 * divider_share_;
    switch_a_ = npn_beta * std::max(0.0, p.tx_high_v - q2_base_v) / p.r2;
}

/// Emitter-base voltage of Q1.
double DcLevels::emitter_base_v(double emitter_a) const {
    return junction_v(q1, thermal_v_, relative_saturation_, emitter_a);
}

/// Base-emitter voltage at which Q3 draws `collector_a`.
double DcLevels::sense_v(double collector_a) const {
    return junction_v(q3, thermal_v_, relative_saturation_, collector_a);
}

double DcLevels::inverse_beta(double emitter_a) const {
    return (q1_inverse_beta + q1_inverse_beta_per_a * emitter_a) / relative_beta_;
}

/// Voltage of MBUS- in mark above the receive threshold, where Q1 saturates and its collector is held by the base of
/// Q3; 0 below.
double DcLevels::saturated_v(double supply_v, double emitter_a) const {
    const double threshold_a = emitter_threshold(BusState::mark, supply_v);
    const double excess_a = emitter_a - threshold_a;
    if (excess_a <= 0) return 0.0;
    return q2_saturation_v + emitter_base_v(threshold_a) +
           clamp_ideality * thermal_v_ * std::log1p(excess_a / clamp_knee_a) + clamp_ohm * excess_a;
}

double DcLevels::mbus_minus(BusState state, double supply_v, double emitter_a) const {
    const double inverse = inverse_beta(emitter_a);
    const double base_a = emitter_a * inverse / (1 + inverse);
    const double sunk_a = state == BusState::mark ? switch_a_ : 0.0;
    const double node_b = supply_v * divider_share_ + (base_a - sunk_a) * divider_ohm_;
    double voltage = std::max(node_b, q2_saturation_v) + emitter_base_v(emitter_a);
    if (state == BusState::mark) voltage = std::max(voltage, saturated_v(supply_v, emitter_a));
    return std::min(voltage, supply_v);
}

double DcLevels::rail(BusState state, double terminal_a) const {
    const auto& p = parameters_;
    const double divider_a = p.supply_v / (p.r6 + p.r3);
    const double transmit_a = state == BusState::mark ? std::min(p.supply_v / p.r6, divider_a + switch_a_) : divider_a;
    const double receive_a = p.supply_v / (p.r7 + p.r4);
    return std::max(0.0, p.supply_v - p.supply_resistance_ohm * (terminal_a + transmit_a + receive_a));
}

OperatingPoint DcLevels::operating_point(BusState state, const BusLoad& load) const {
    const auto at = [&](double bus_v) {
        OperatingPoint point;
        point.bus_v = bus_v;
        point.load_a = sink_current(load, bus_v);
        point.emitter_a = point.load_a + bus_v / parameters_.r8;
        point.slave_v = std::max(0.0, bus_v - point.load_a * load.line_ohm);
        point.supply_v = rail(state, point.emitter_a);
        return point;
    };
    const auto excess = [&](double bus_v) {
        const auto point = at(bus_v);
        return bus_v - (point.supply_v - mbus_minus(state, point.supply_v, point.emitter_a));
    };
    return at(root_of(excess, 0.0, parameters_.supply_v));
}

double DcLevels::emitter_threshold(BusState state, double supply_v, double rx_v) const {
    const auto& p = parameters_;
    const double collector_a = (supply_v - rx_v) / p.r7 - rx_v / p.r4;
    if (collector_a <= 0) return 0.0;
    // Ebers and Moll: towards saturation part of the forward current flows back through the collector junction.
    const double back_share = std::exp(-std::max(rx_v - q3_output_ohm * collector_a, 0.0) / thermal_v_);
    const double forward_a = collector_a / std::max(1 - (1 + 1 / q3_reverse_beta) * back_share, 1e-9);
    const double base_a = forward_a * (1 / npn_beta + back_share / q3_reverse_beta);
    const double sense_a = sense_v(forward_a) / p.r5;
    return sense_a * (1 + inverse_beta(sense_a)) + base_a +
           (state == BusState::mark ? mark_diversion_share * forward_a : 0.0);
}

double DcLevels::rx_threshold(BusState state, double rx_v) const {
    const double emitter_a = emitter_threshold(state, parameters_.supply_v, rx_v);
    const double supply_v = rail(state, emitter_a);
    const double bus_v = supply_v - mbus_minus(state, supply_v, emitter_a);
    return emitter_threshold(state, supply_v, rx_v) - bus_v / parameters_.r8;
}

double DcLevels::rx_high_v(double supply_v) const {
    return supply_v * parameters_.r4 / (parameters_.r4 + parameters_.r7);
}

double DcLevels::rx_voltage(BusState state, const OperatingPoint& point) const {
    const auto spare = [&](double rx_v) { return point.emitter_a - emitter_threshold(state, point.supply_v, rx_v); };
    return root_of(spare, 0.0, rx_high_v(point.supply_v));
}

bool DcLevels::rx_level(BusState state, const OperatingPoint& point) const {
    if (parameters_.r1 >= most_ohm) return true;
    return point.emitter_a < emitter_threshold(state, point.supply_v);
}

}  // namespace otbench::circuit
