#pragma once

#include <algorithm>

namespace otbench::circuit {

/// 27 degrees Celsius, the temperature of transistor data by default.
inline constexpr double nominal_k = 300.15;
inline constexpr double zero_celsius_k = 273.15;

/// kT/q in volts at `kelvin`.
double thermal_v(double kelvin);

/// A function's value and slope.
struct Curve {
    double value = 0.0;
    double slope = 0.0;
};

/// Current of an ideal junction, amperes over volts; `vt` is the thermal voltage times the ideality. As in SPICE the
/// reverse current follows a cubic law below -3 vt; above 80 vt the exponential goes on as a straight line.
Curve junction_current(double saturation_a, double v, double vt);

/// The voltage that an iteration may try next after `before` when it computed `wanted`: SPICE's limit of junction
/// voltages, without which an exponential runs away.
double limited_junction_v(double wanted, double before, double vt, double critical_v);
/// Where that limit sets in.
double critical_junction_v(double saturation_a, double vt);

/// Charge of a junction's depletion layer (SPICE's CJ, VJ, M and FC, moved to a temperature). Coulomb over volts.
class Depletion {
public:
    Depletion() = default;
    Depletion(double farad, double potential_v, double grading, double forward_share, double kelvin);
    [[nodiscard]] Curve charge(double v) const;
    /// Half of the share by which the charge's slope grows with a volt.
    [[nodiscard]] double bend(double v) const { return grading_ / (2 * (potential_v_ - std::min(v, knee_v_))); }

private:
    double farad_ = 0.0;
    double potential_v_ = 0.75;
    double grading_ = 0.33;
    double knee_v_ = 0.0;
    double f1_ = 0.0, f2_ = 1.0, f3_ = 0.0;
};

/// How much a junction bends in a step: what a step of Newton's iteration of one volt leaves for the next one, in
/// volts, if it grew with the square of the distance. `exponential`: of the junction's slope what grows e-fold with
/// every `vt`; `layer`: the depletion layer's, which bends by `layer_bend`.
inline double junction_bend(double exponential, double vt, double layer, double layer_bend) {
    const double whole = exponential + layer;
    return whole > 0 ? (exponential / (2 * vt) + layer * layer_bend) / whole : 0.0;
}

/// By how much saturation currents grow from 27 degrees Celsius to `kelvin`, as a logarithm.
double saturation_growth(double kelvin, double gap_v, double exponent);

}  // namespace otbench::circuit
