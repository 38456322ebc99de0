#include "circuit/solver/diode.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {

Diode::Diode(const DiodeModel& model, double kelvin) : m_{model}, vt_{thermal_v(kelvin)} {
    m_.is *= std::exp(saturation_growth(kelvin, m_.eg, m_.xti) / m_.n);
    critical_v_ = critical_junction_v(m_.is, vt_ * m_.n);
    layer_ = Depletion{m_.cjo, m_.vj, m_.m, m_.fc, kelvin};
    if (m_.bv <= 0) return;
    // Such that IBV flows at BV.
    breakdown_v_ = m_.bv;
    const double floor_a = m_.is * m_.bv / vt_;
    for (int i = 0; i < 25 && m_.ibv > floor_a; ++i) {
        breakdown_v_ = m_.bv - m_.nbv * vt_ * std::log(m_.ibv / m_.is + 1 - breakdown_v_ / vt_);
    }
}

Curve Diode::current(double v) const {
    if (breakdown_v_ > 0 && v < -breakdown_v_) {
        const double vt = m_.nbv * vt_;
        const Curve beyond = junction_current(m_.is, -(breakdown_v_ + v), vt);
        return {-(beyond.value + m_.is), beyond.slope};
    }
    return junction_current(m_.is, v, vt_ * m_.n);
}

Curve Diode::charge(double v) const {
    Curve sum = layer_.charge(v);
    if (m_.tt > 0) {
        const Curve moving = current(v);
        sum.value += m_.tt * moving.value;
        sum.slope += m_.tt * moving.slope;
    }
    return sum;
}

double Diode::bend(double v, double siemens, double farad, double lead) const {
    const double moving = m_.tt * current(v).slope;
    return junction_bend(siemens + lead * moving, vt_ * m_.n, lead * (farad - moving), layer_.bend(v));
}

double Diode::limited(double wanted, double before) const {
    if (breakdown_v_ > 0 && wanted < std::min(0.0, -breakdown_v_ + 10 * vt_)) {
        return -breakdown_v_ -
               limited_junction_v(-(wanted + breakdown_v_), -(before + breakdown_v_), m_.nbv * vt_, critical_v_);
    }
    return limited_junction_v(wanted, before, vt_ * m_.n, critical_v_);
}

}  // namespace otbench::circuit
