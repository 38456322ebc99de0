#include "circuit/solver/junction.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {
namespace {

constexpr double boltzmann_over_charge = 1.38064852e-23 / 1.6021766208e-19;  // V/K
constexpr double steepest = 80.0;  // exponent at which the straight line begins

/// Shift of silicon's junction potentials with temperature (SPICE 3, BJT temperature model).
double potential_shift(double kelvin) {
    const double gap_v = 1.16 - 7.02e-4 * kelvin * kelvin / (kelvin + 1108);
    const double exponent = -gap_v / (2 * thermal_v(kelvin)) + 1.1150877 / (2 * thermal_v(nominal_k));
    return -2 * thermal_v(kelvin) * (1.5 * std::log(kelvin / nominal_k) + exponent);
}

}  // namespace

double thermal_v(double kelvin) {
    return boltzmann_over_charge * kelvin;
}

Curve junction_current(double saturation_a, double v, double vt) {
    if (v < -3 * vt) {
        const double ratio = 3 * vt / (v * 2.718281828459045);
        const double cube = ratio * ratio * ratio;
        return {-saturation_a * (1 + cube), saturation_a * 3 * cube / v};
    }
    const double exponent = v / vt;
    const double growth = std::exp(std::min(exponent, steepest));
    if (exponent <= steepest) return {saturation_a * (growth - 1), saturation_a * growth / vt};
    return {saturation_a * growth * (1 + exponent - steepest), saturation_a * growth / vt};
}

double limited_junction_v(double wanted, double before, double vt, double critical_v) {
    if (wanted <= critical_v || std::abs(wanted - before) <= 2 * vt) return wanted;
    if (before <= 0) return vt * std::log(std::max(wanted / vt, 1e-3));
    const double growth = 1 + (wanted - before) / vt;
    return growth > 0 ? before + vt * std::log(growth) : critical_v;
}

double critical_junction_v(double saturation_a, double vt) {
    return vt * std::log(vt / (1.4142135623730951 * std::max(saturation_a, 1e-300)));
}

Depletion::Depletion(double farad, double potential_v, double grading, double forward_share, double kelvin)
    : grading_{grading} {
    if (farad <= 0) return;
    constexpr double per_kelvin = 4e-4;
    potential_v_ = kelvin / nominal_k * potential_v + potential_shift(kelvin);
    farad_ = farad * (1 + grading * (per_kelvin * (kelvin - nominal_k) - (potential_v_ - potential_v) / potential_v));
    const double room = 1 - std::min(forward_share, 0.9999);
    knee_v_ = (1 - room) * potential_v_;
    f1_ = potential_v_ * (1 - std::pow(room, 1 - grading)) / (1 - grading);
    f2_ = std::pow(room, 1 + grading);
    f3_ = 1 - (1 - room) * (1 + grading);
}

Curve Depletion::charge(double v) const {
    if (farad_ <= 0) return {};
    if (v < knee_v_) {
        const double arg = 1 - v / potential_v_;
        const double power = std::exp(-grading_ * std::log(arg));
        return {potential_v_ * farad_ * (1 - arg * power) / (1 - grading_), farad_ * power};
    }
    const double slope = farad_ / f2_ * (f3_ + grading_ * v / potential_v_);
    const double beyond = f3_ * (v - knee_v_) + grading_ / (2 * potential_v_) * (v * v - knee_v_ * knee_v_);
    return {farad_ * f1_ + farad_ / f2_ * beyond, slope};
}

double saturation_growth(double kelvin, double gap_v, double exponent) {
    const double ratio = kelvin / nominal_k;
    return (ratio - 1) * gap_v / thermal_v(kelvin) + exponent * std::log(ratio);
}

}  // namespace otbench::circuit
