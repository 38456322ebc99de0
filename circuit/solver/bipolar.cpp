#include "circuit/solver/bipolar.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit {
namespace {

double inverse(double value) {
    return value > 0 ? 1 / value : 0.0;
}

}  // namespace

Bipolar::Bipolar(const BipolarModel& model, double kelvin) : m_{model}, vt_{thermal_v(kelvin)} {
    const double growth = saturation_growth(kelvin, m_.eg, m_.xti);
    const double gain = std::pow(kelvin / nominal_k, m_.xtb);
    m_.is *= std::exp(growth);
    m_.ise *= std::exp(growth / m_.ne) / gain;
    m_.isc *= std::exp(growth / m_.nc) / gain;
    m_.bf *= gain;
    m_.br *= gain;
    if (m_.rbm <= 0) m_.rbm = m_.rb;
    critical_be_ = critical_junction_v(m_.is, vt_ * m_.nf);
    critical_bc_ = critical_junction_v(m_.is, vt_ * m_.nr);
    be_ = Depletion{m_.cje, m_.vje, m_.mje, m_.fc, kelvin};
    bc_ = Depletion{m_.cjc * m_.xcjc, m_.vjc, m_.mjc, m_.fc, kelvin};
    outer_ = Depletion{m_.cjc * (1 - m_.xcjc), m_.vjc, m_.mjc, m_.fc, kelvin};
}

double Bipolar::limited_be(double wanted, double before) const {
    return limited_junction_v(wanted, before, vt_ * m_.nf, critical_be_);
}

double Bipolar::limited_bc(double wanted, double before) const {
    return limited_junction_v(wanted, before, vt_ * m_.nr, critical_bc_);
}

double Bipolar::base_siemens(double base_a, double base_charge) const {
    if (m_.rb <= 0) return 0.0;
    const double spread = m_.rb - m_.rbm;
    if (spread == 0) return 1 / m_.rb;
    if (m_.irb <= 0) return 1 / (m_.rbm + spread / base_charge);
    // Current crowding (SPICE 2G6, IRB).
    const double crowding = std::max(base_a / m_.irb, 1e-9);
    const double z = (std::sqrt(1 + 14.59025 * crowding) - 1) / (2.4317 * std::sqrt(crowding));
    const double tangent = std::tan(z);
    return 1 / (m_.rbm + 3 * spread * (tangent - z) / (z * tangent * tangent));
}

Bipolar::Point Bipolar::at(double v_be, double v_bc) const {
    const Curve forward = junction_current(m_.is, v_be, vt_ * m_.nf);
    const Curve reverse = junction_current(m_.is, v_bc, vt_ * m_.nr);
    const Curve leak_be = m_.ise > 0 ? junction_current(m_.ise, v_be, vt_ * m_.ne) : Curve{};
    const Curve leak_bc = m_.isc > 0 ? junction_current(m_.isc, v_bc, vt_ * m_.nc) : Curve{};

    // The base's charge relative to that without bias.
    const double early = 1 / (1 - v_bc * inverse(m_.vaf) - v_be * inverse(m_.var));
    const double knee = forward.value * inverse(m_.ikf) + reverse.value * inverse(m_.ikr);
    const double root = std::sqrt(std::max(1 + 4 * knee, 0.0));
    const double rooted = root > 0 ? root : 1.0;
    const double charge = early * (1 + rooted) / 2;
    const double by_be = early * (charge * inverse(m_.var) + forward.slope * inverse(m_.ikf) / rooted);
    const double by_bc = early * (charge * inverse(m_.vaf) + reverse.slope * inverse(m_.ikr) / rooted);

    const double through = (forward.value - reverse.value) / charge;
    Point p{};
    p.collector_a = through - reverse.value / m_.br - leak_bc.value;
    p.collector_by_be = (forward.slope - through * by_be) / charge;
    p.collector_by_bc = (-reverse.slope - through * by_bc) / charge - reverse.slope / m_.br - leak_bc.slope;
    p.base_a = forward.value / m_.bf + leak_be.value + reverse.value / m_.br + leak_bc.value;
    p.base_by_be = forward.slope / m_.bf + leak_be.slope;
    p.base_by_bc = reverse.slope / m_.br + leak_bc.slope;
    p.base_siemens = base_siemens(p.base_a, charge);

    const Curve be = be_.charge(v_be);
    p.be_coulomb = be.value;
    p.be_by_be = p.be_layer = be.slope;
    if (m_.tf > 0 && v_be > 0) {
        // Transit time, longer at high currents and low voltages.
        double longer = m_.xtf, by_current = 0, by_voltage = 0;
        if (longer > 0) {
            if (m_.vtf > 0) longer *= std::exp(std::min(v_bc / (1.44 * m_.vtf), 80.0));
            double steep = longer;
            if (m_.itf > 0) {
                const double share = forward.value / (forward.value + m_.itf);
                longer *= share * share;
                steep = longer * (3 - 2 * share);
            }
            by_current = steep;
            by_voltage = m_.vtf > 0 ? forward.value * longer / (1.44 * m_.vtf) : 0.0;
        }
        const double moving = forward.value * (1 + longer) / charge;
        p.be_coulomb += m_.tf * moving;
        p.be_by_be += m_.tf * (forward.slope * (1 + by_current) - moving * by_be) / charge;
        p.be_by_bc = m_.tf * (by_voltage - moving * by_bc) / charge;
    }
    p.bc = bc_.charge(v_bc);
    p.bc_layer = p.bc.slope;
    p.bc.value += m_.tr * reverse.value;
    p.bc.slope += m_.tr * reverse.slope;
    return p;
}

Bipolar::Bends Bipolar::bends(const Point& p, double v_be, double v_bc, double v_outer, double lead) const {
    const double be = p.collector_by_be + p.base_by_be + lead * (p.be_by_be - p.be_layer);
    const double bc = std::abs(p.collector_by_bc) + lead * (p.bc.slope - p.bc_layer);
    return {junction_bend(be, vt_ * m_.nf, lead * p.be_layer, be_.bend(v_be)),
            junction_bend(bc, vt_ * m_.nr, lead * p.bc_layer, bc_.bend(v_bc)), outer_.bend(v_outer)};
}

}  // namespace otbench::circuit
