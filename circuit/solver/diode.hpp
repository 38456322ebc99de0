#pragma once

#include <array>

#include "circuit/solver/bipolar.hpp"
#include "circuit/solver/junction.hpp"

namespace otbench::circuit {

/// A diode with breakdown; the fields are SPICE's parameters, in its units and with its defaults.
struct DiodeModel {
    double is = 1e-14, rs = 0, n = 1, tt = 0, cjo = 0, vj = 1, m = 0.5, fc = 0.5;
    double bv = 0, ibv = 1e-3, nbv = 1, eg = 1.11, xti = 3;  ///< bv 0: no breakdown
};

inline constexpr std::array<ModelField<DiodeModel>, 13> diode_fields{{
    {"is", &DiodeModel::is},
    {"rs", &DiodeModel::rs},
    {"n", &DiodeModel::n},
    {"tt", &DiodeModel::tt},
    {"cjo", &DiodeModel::cjo},
    {"vj", &DiodeModel::vj},
    {"m", &DiodeModel::m},
    {"fc", &DiodeModel::fc},
    {"bv", &DiodeModel::bv},
    {"ibv", &DiodeModel::ibv},
    {"nbv", &DiodeModel::nbv},
    {"eg", &DiodeModel::eg},
    {"xti", &DiodeModel::xti},
}};

/// A diode at a temperature, without its series resistance.
class Diode {
public:
    Diode(const DiodeModel& model, double kelvin);
    [[nodiscard]] Curve current(double v) const;
    [[nodiscard]] Curve charge(double v) const;
    /// How much it bends there: see junction_bend. `siemens` and `farad`: slopes of current and charge there.
    [[nodiscard]] double bend(double v, double siemens, double farad, double lead) const;
    [[nodiscard]] double limited(double wanted, double before) const;
    [[nodiscard]] const DiodeModel& model() const { return m_; }

private:
    DiodeModel m_;  ///< with the saturation current moved to the temperature
    double vt_;
    double breakdown_v_ = 0.0;  ///< at which the reverse exponential begins
    double critical_v_;
    Depletion layer_;
};

}  // namespace otbench::circuit
