#include "circuit/edges.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

// Space edge, spec: circuit, section 3.
constexpr double release_s = 1.05e-6;              // Q2 leaves saturation, driven with 3.3 V ...
constexpr double release_s_per_v = 0.25e-6 / 1.7;  // ... and later with a higher voltage: 1.3 us at 5 V
constexpr double nominal_tx_v = 3.3;
constexpr double junction_farad = 55e-12;  // Q1's, gives the head start
// Node B itself needs time to rise, which shows below 1 nF: read off the recorded edges at 100 pF.
constexpr double node_b_s = 0.30e-6;
constexpr double node_b_square_s = 0.53e-6;

// Mark edge: 50 % after 0.04 us + 3.9 us/uF; the shape was read off the recorded edges at 100 and 500 nF.
constexpr double pull_dead_s = 0.04e-6;
constexpr double pull_s_per_farad = 6.7;
constexpr double pull_cubic_s_per_farad = 5.8;

// RX delays, spec: circuit, section 3.
constexpr double fall_delay_s = 0.09e-6;
constexpr double fall_charge_factor = 1.1;
// These two fit the recorded rising edges better than the 0.55 us and 1 given there.
constexpr double rise_delay_s = 0.30e-6;
constexpr double rise_charge_factor = 1.07;
constexpr double least_current_a = 1e-6;  // keeps the logarithms finite on a bus without load and bleed

// Echo widths, spec: circuit, section 4 and 6.
constexpr double echo_s = 0.85e-6;
constexpr double echo_per_decade_s = 0.55e-6;
constexpr double echo_s_per_farad = 22.8;
constexpr double echo_least_s = 0.2e-6;
constexpr double echo_line_s = 0.75e-6;

constexpr int halvings = 48;

/// Where the rising function `time` reaches `wanted` between 0 and `most`.
template <typename Time>
double inverse(const Time& time, double wanted, double most) {
    double low = 0, high = most;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (time(middle) < wanted ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

double log_mean(double a, double b) {
    return std::abs(a - b) < 1e-9 * a ? a : (a - b) / std::log(a / b);
}

}  // namespace

Line Line::of(const CableParameters& cable, double input_farad) {
    for (const double value :
         {cable.length_m, cable.ohm_per_m, cable.farad_per_m, cable.henry_per_m, cable.extra_farad, input_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"cable: finite values, 0 or more"};
    }
    Line line;
    line.terminal_farad = line.total_farad = cable.extra_farad;
    if (cable.cut) return line;
    line.total_farad += cable.length_m * cable.farad_per_m + input_farad;
    if (cable.length_m == 0) line.terminal_farad = line.total_farad;
    line.ohm = cable.length_m * cable.ohm_per_m;
    line.delay_s = cable.length_m * std::sqrt(cable.henry_per_m * cable.farad_per_m);
    return line;
}

double SpaceEdge::dead_time() const {
    return std::max(0.0, release_s + release_s_per_v * (c_.tx_high_v - nominal_tx_v));
}

double SpaceEdge::time(double drop_v) const {
    const double share = drop_v / std::max(c_.swing_v, 1e-9);
    const double node_b = share * (node_b_s + node_b_square_s * share);
    const double pull_v = c_.mark_v + c_.load_a * c_.r8;
    const double discharge = c_.farad * c_.r8 * std::log1p(drop_v / std::max(pull_v - drop_v, 1e-9));
    const double current_a = c_.load_a + (c_.mark_v - 0.5 * drop_v) / c_.r8;
    const double head_start = junction_farad * (c_.jump_v - drop_v) / std::max(current_a, 1e-15);
    return dead_time() + std::max(node_b, discharge - head_start);
}

double SpaceEdge::drop(double time_s) const {
    if (time_s <= dead_time()) return 0.0;
    if (time_s >= time(c_.swing_v)) return c_.swing_v;
    return inverse([this](double drop_v) { return time(drop_v); }, time_s, c_.swing_v);
}

double MarkEdge::dead_time() const {
    return pull_dead_s + delay_s_;
}

double MarkEdge::sweep(double fraction) const {
    return farad_ * fraction * (pull_s_per_farad + pull_cubic_s_per_farad * fraction * fraction);
}

double MarkEdge::fraction(double time_s) const {
    if (time_s <= dead_time()) return 0.0;
    if (time_s >= time(1.0)) return 1.0;
    return inverse([this](double fraction) { return time(fraction); }, time_s, 1.0);
}

double rx_fall_delay(const CurrentStep& step) {
    const double low = std::max(step.low_a, least_current_a);
    const double rise = step.high_a - low;
    const double spare = std::max(step.high_a - step.threshold_a, least_current_a);
    const double ramp = ((step.threshold_a - low) / rise - 0.5) * slave_ramp_s;
    const double charge = fall_charge_factor * step.terminal_farad * step.thermal_v / step.high_a;
    const double turn = std::max(step.threshold_a * rise / (low * spare), 1.0);
    return std::max(fall_delay_s + ramp + charge * std::log(turn), -0.5 * slave_ramp_s);
}

double rx_rise_delay(const CurrentStep& step) {
    const double fall = step.high_a - step.low_a;
    const double spare = std::max(step.threshold_a - step.low_a, least_current_a);
    const double ramp = ((step.high_a - step.threshold_a) / fall - 0.5) * slave_ramp_s;
    const double recovery =
        rise_charge_factor * step.terminal_farad * std::max(step.recovery_v, 0.0) / log_mean(fall, spare);
    return std::max(rise_delay_s + ramp + recovery, -0.5 * slave_ramp_s);
}

double echo_width(const Line& line) {
    if (line.delay_s > 0) return 2 * line.delay_s + echo_line_s;
    const double nanofarad = std::max(line.terminal_farad * 1e9, 1e-6);
    return std::max(echo_s + echo_per_decade_s * std::log10(nanofarad) + echo_s_per_farad * line.terminal_farad,
                    echo_least_s);
}

}  // namespace otbench::circuit
