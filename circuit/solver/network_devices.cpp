#include <algorithm>
#include <cmath>

#include "circuit/solver/network.hpp"

// What the parts that are not linear add to the nodal equations.
namespace otbench::circuit {
namespace {

constexpr double junction_siemens = 1e-12;  // across junctions, as in SPICE

// Meters: full current from 12 V up, none at 2 V (spec: circuit, section 6).
constexpr double sink_full_v = 12.0;
constexpr double sink_none_v = 2.0;

}  // namespace

double Network::sink_current(double nominal_a, double volts) {
    return nominal_a * std::clamp((volts - sink_none_v) / (sink_full_v - sink_none_v), 0.0, 1.0);
}

void Network::add_current(int a, int b, double amperes) {
    delta_[index_of(a)] -= amperes;
    delta_[index_of(b)] += amperes;
}

/// A current from `a` to `b` that grows by `siemens` with the voltage between them.
void Network::add_branch(int a, int b, const std::array<int, 4>& slots, double amperes, double siemens) {
    add_current(a, b, amperes);
    work_[index_of(slots[0])] += siemens;
    work_[index_of(slots[1])] -= siemens;
    work_[index_of(slots[2])] -= siemens;
    work_[index_of(slots[3])] += siemens;
}

double Network::next_charge_current(const DeviceCharge& place, double coulomb, const Step& step) {
    const std::size_t index = schematic_.capacitors.size() + next_charge_;
    device_charges_[next_charge_++] = place;
    charges_[index] = coulomb;
    return step.lead > 0 ? step.lead * coulomb + step.charge_past[index] : 0.0;
}

/// Evaluates a transistor, unless straight lines lead from where it was evaluated last.
void Network::operate(PlacedBipolar& q, OperatedBipolar& at, double be, double bc, double outer, double lead) {
    const auto strays = [](double bend, double way) { return bend * way * way; };
    if (straight_v_ > 0) {
        if (at.lead != lead) {
            at.bends = q.part.bends(at.point, at.be, at.bc, at.outer, lead);
            at.lead = lead;
        }
        if (strays(at.bends.be, be - at.be) < straight_v_ && strays(at.bends.bc, bc - at.bc) < straight_v_ &&
            strays(at.bends.outer, outer - at.outer) < straight_v_) {
            q.be = be;
            q.bc = bc;
            return;
        }
    }
    at.be = q.be = q.part.limited_be(be, q.be);
    at.bc = q.bc = q.part.limited_bc(bc, q.bc);
    at.outer = outer;
    at.lead = lead;
    limited_ = limited_ || q.be != be || q.bc != bc;
    at.point = q.part.at(at.be, at.bc);
    at.outer_charge = q.part.outer_charge(outer);
    at.bends = q.part.bends(at.point, at.be, at.bc, outer, lead);
}

void Network::assemble(PlacedBipolar& q, OperatedBipolar& at, const double* v, const Step& step) {
    const double sign = q.part.sign();
    const int b = q.base, c = q.collector, e = q.emitter;
    const double be = sign * (v[b] - v[e]);
    const double bc = sign * (v[b] - v[c]);
    const double outer = sign * (v[q.outer_base] - v[c]);
    operate(q, at, be, bc, outer, step.lead);

    // Straight lines through the point, taken at the wanted voltages.
    const Bipolar::Point& p = at.point;
    const double d_be = be - at.be, d_bc = bc - at.bc;
    double c_be = p.collector_by_be, c_bc = p.collector_by_bc - junction_siemens;
    double b_be = p.base_by_be + junction_siemens, b_bc = p.base_by_bc + junction_siemens;
    double into_c = sign * (p.collector_a - junction_siemens * at.bc + c_be * d_be + c_bc * d_bc);
    double into_b = sign * (p.base_a + junction_siemens * (at.be + at.bc) + b_be * d_be + b_bc * d_bc);

    const double be_a = next_charge_current({b, e, p.be_by_be, b, c, p.be_by_bc},
                                            sign * (p.be_coulomb + p.be_by_be * d_be + p.be_by_bc * d_bc), step);
    const double bc_a =
        next_charge_current({b, c, p.bc.slope, b, c, 0.0}, sign * (p.bc.value + p.bc.slope * d_bc), step);
    into_c -= bc_a;
    into_b += be_a + bc_a;
    c_bc -= step.lead * p.bc.slope;
    b_be += step.lead * p.be_by_be;
    b_bc += step.lead * (p.be_by_bc + p.bc.slope);

    delta_[index_of(c)] -= into_c;
    delta_[index_of(b)] -= into_b;
    delta_[index_of(e)] += into_c + into_b;
    const int* slot = q.slots.data();
    const auto row = [&](double by_be, double by_bc) {
        work_[index_of(*slot++)] -= by_bc;
        work_[index_of(*slot++)] += by_be + by_bc;
        work_[index_of(*slot++)] -= by_be;
    };
    row(c_be, c_bc);
    row(b_be, b_bc);
    row(-c_be - b_be, -c_bc - b_bc);

    if (q.outer_base != b) {
        add_branch(q.outer_base, b, q.base_slots, p.base_siemens * (v[q.outer_base] - v[b]), p.base_siemens);
    }
    const Curve& beyond = at.outer_charge;
    const double outer_a = next_charge_current({q.outer_base, c, beyond.slope, b, c, 0.0},
                                               sign * (beyond.value + beyond.slope * (outer - at.outer)), step);
    add_branch(q.outer_base, c, q.outer_slots, outer_a, step.lead * beyond.slope);
}

void Network::assemble(PlacedDiode& d, const double* v, const Step& step) {
    const double wanted = v[d.anode] - v[d.cathode];
    d.v = d.part.limited(wanted, d.v);
    limited_ = limited_ || d.v != wanted;
    const double beyond = wanted - d.v;
    const Curve current = d.part.current(d.v);
    const Curve charge = d.part.charge(d.v);
    d.bend = d.part.bend(d.v, current.slope, charge.slope, step.lead);
    const double siemens = current.slope + junction_siemens;
    const double charge_a = next_charge_current({d.anode, d.cathode, charge.slope, d.anode, d.cathode, 0.0},
                                                charge.value + charge.slope * beyond, step);
    add_branch(d.anode, d.cathode, d.slots, current.value + junction_siemens * d.v + siemens * beyond + charge_a,
               siemens + step.lead * charge.slope);
}

void Network::assemble(const NetworkState& state, const Inputs& inputs, const Step& step, Operated& operated) {
    next_charge_ = 0;
    limited_ = false;
    const double* v = state.v.data();
    for (std::size_t i = 0; i < schematic_.sources.size(); ++i) {
        const int node = schematic_.sources[i].node;
        delta_[index_of(node)] -= inputs.source_siemens[i] * (v[node] - inputs.source_v[i]);
        work_[index_of(matrix_.slot(node - 1, node - 1))] += inputs.source_siemens[i];
    }
    for (std::size_t i = 0; i < sinks_.size(); ++i) {
        const auto& s = sinks_[i];
        const double volts = v[s.plus] - v[s.minus];
        const double amperes = sink_current(inputs.sink_a[i], volts);
        const bool falls_off = volts > sink_none_v && volts < sink_full_v;
        if (falls_off) {
            add_branch(s.plus, s.minus, s.slots, amperes, inputs.sink_a[i] / (sink_full_v - sink_none_v));
        } else {
            add_current(s.plus, s.minus, amperes);
        }
    }
    for (std::size_t i = 0; i < bipolars_.size(); ++i) assemble(bipolars_[i], operated[i], v, step);
    for (auto& d : diodes_) assemble(d, v, step);
}

/// Lets the next iteration start at `state` without a limit.
void Network::forget_limits(const NetworkState& state) {
    for (auto& q : bipolars_) {
        q.be = q.part.sign() * (state.v[index_of(q.base)] - state.v[index_of(q.emitter)]);
        q.bc = q.part.sign() * (state.v[index_of(q.base)] - state.v[index_of(q.collector)]);
    }
    for (auto& d : diodes_) d.v = state.v[index_of(d.anode)] - state.v[index_of(d.cathode)];
}

/// What the last iteration left for the next one at any junction, in volts.
double Network::left_to_move(const Operated& operated) const {
    double most = 0;
    const auto between = [&](int a, int b, double bend) {
        const double moved = delta_[index_of(a)] - delta_[index_of(b)];
        most = std::max(most, bend * moved * moved);
    };
    for (std::size_t i = 0; i < bipolars_.size(); ++i) {
        const auto& q = bipolars_[i];
        between(q.base, q.emitter, operated[i].bends.be);
        between(q.base, q.collector, operated[i].bends.bc);
    }
    for (const auto& d : diodes_) between(d.anode, d.cathode, d.bend);
    return most;
}

/// Lets the charges of the devices follow the last iteration.
void Network::move_charges() {
    double* coulomb = charges_.data() + schematic_.capacitors.size();
    for (const auto& charge : device_charges_) {
        *coulomb++ += charge.slope * (delta_[index_of(charge.a)] - delta_[index_of(charge.b)]) +
                      charge.slope2 * (delta_[index_of(charge.a2)] - delta_[index_of(charge.b2)]);
    }
}

void Network::charge(const NetworkState& state, const Inputs& inputs) {
    forget_limits(state);
    for (std::size_t i = 0; i < schematic_.capacitors.size(); ++i) {
        const auto& c = schematic_.capacitors[i];
        charges_[i] = c.farad * (state.v[index_of(c.a)] - state.v[index_of(c.b)]);
    }
    Operated operated(bipolars_.size());
    straight_v_ = 0.0;
    assemble(state, inputs, {}, operated);
}

}  // namespace otbench::circuit
