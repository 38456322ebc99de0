#include "circuit/solver/network.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

constexpr double least_siemens = 1e-12;  // across junctions and from every node to ground, as in SPICE
constexpr double least_ohm = 1e-6;
constexpr double battery_siemens = 1e3;

// Meters: full current from 12 V up, none at 2 V (spec: circuit, section 6).
constexpr double sink_full_v = 12.0;
constexpr double sink_none_v = 2.0;

constexpr double operating_point_tolerance_v = 1e-9;
constexpr int most_iterations = 200;

std::size_t index_of(int node) {
    return static_cast<std::size_t>(node);
}

}  // namespace

Network::Network(const Schematic& schematic, double kelvin)
    : schematic_{schematic}, node_count_{schematic.nodes.size()} {
    place(kelvin);
    plan();
    excess_.resize(node_count_);
    right_.resize(node_count_ - 1);
    charges_.resize(schematic_.capacitors.size() + 3 * bipolars_.size() + diodes_.size());
}

/// Gives the parts their nodes, and those with a series resistance inner ones.
void Network::place(double kelvin) {
    const auto inner = [this](int outer, double ohm) { return ohm > 0 ? static_cast<int>(node_count_++) : outer; };
    const auto siemens = [](double ohm) { return ohm > 0 ? 1 / ohm : 0.0; };
    for (const auto& q : schematic_.transistors) {
        const auto& m = q.model;
        const int collector = inner(q.collector, m.rc);
        const int base = inner(q.base, m.rb);
        const int emitter = inner(q.emitter, m.re);
        bipolars_.push_back({q.collector, q.base, q.emitter, collector, base, emitter, siemens(m.rc), siemens(m.re),
                             Bipolar{m, kelvin}});
    }
    for (const auto& d : schematic_.diodes) {
        const int anode = inner(d.anode, d.model.rs);
        diodes_.push_back({d.anode, d.cathode, anode, siemens(d.model.rs), Diode{d.model, kelvin}});
    }
}

void Network::plan() {
    std::vector<std::pair<int, int>> entries;
    const auto join = [&](std::initializer_list<int> nodes) {
        for (const int a : nodes)
            for (const int b : nodes) entries.emplace_back(a - 1, b - 1);
    };
    for (const auto& r : schematic_.resistors) join({r.a, r.b});
    for (const auto& c : schematic_.capacitors) join({c.a, c.b});
    for (const auto& l : schematic_.coils) join({l.a, l.b});
    for (const auto& b : schematic_.batteries) join({b.plus, b.minus});
    for (const auto& s : schematic_.sinks) join({s.plus, s.minus});
    for (const auto& q : bipolars_) {
        join({q.inner_collector, q.inner_base, q.inner_emitter});
        join({q.collector, q.inner_collector});
        join({q.base, q.inner_base});
        join({q.base, q.inner_collector});
        join({q.emitter, q.inner_emitter});
    }
    for (const auto& d : diodes_) {
        join({d.anode, d.inner_anode});
        join({d.inner_anode, d.cathode});
    }
    line_.assign(node_count_, 0);
    for (const auto& l : schematic_.coils) line_[index_of(l.b)] = 1;
    matrix_ = SparseMatrix{static_cast<int>(node_count_) - 1, entries};
}

void Network::add_branch(int a, int b, double amperes, double siemens) {
    excess_[index_of(a)] += amperes;
    excess_[index_of(b)] -= amperes;
    add_slope(a, a, siemens);
    add_slope(b, b, siemens);
    add_slope(a, b, -siemens);
    add_slope(b, a, -siemens);
}

void Network::add_siemens(int a, int b, double siemens, const double* v) {
    add_branch(a, b, siemens * (v[a] - v[b]), siemens);
}

/// The current into a capacitance; the next in the order of charges.
void Network::add_charge(int a, int b, const Curve& charge, const Step& step) {
    charges_[next_charge_] = charge.value;
    if (step.lead > 0) {
        const double amperes = step.lead * charge.value + step.charge_past[next_charge_];
        const double siemens = step.lead * charge.slope;
        add_branch(a, b, amperes, siemens);
    }
    ++next_charge_;
}

double Network::sink_current(double nominal_a, double volts) {
    return nominal_a * std::clamp((volts - sink_none_v) / (sink_full_v - sink_none_v), 0.0, 1.0);
}

void Network::assemble(PlacedBipolar& q, const double* v, const Step& step) {
    const double sign = q.part.sign();
    const int b = q.inner_base, c = q.inner_collector, e = q.inner_emitter;
    const double be = sign * (v[b] - v[e]);
    const double bc = sign * (v[b] - v[c]);
    const double used_be = q.part.limited_be(be, q.be);
    const double used_bc = q.part.limited_bc(bc, q.bc);
    limited_ = limited_ || used_be != be || used_bc != bc;
    q.be = used_be;
    q.bc = used_bc;
    const Bipolar::Point p = q.part.at(used_be, used_bc);

    // Straight lines through the point, taken at the wanted voltages.
    const double d_be = be - used_be, d_bc = bc - used_bc;
    const double c_be = p.collector_by_be, c_bc = p.collector_by_bc - least_siemens;
    const double b_be = p.base_by_be + least_siemens, b_bc = p.base_by_bc + least_siemens;
    const double into_c = sign * (p.collector_a - least_siemens * used_bc + c_be * d_be + c_bc * d_bc);
    const double into_b = sign * (p.base_a + least_siemens * (used_be + used_bc) + b_be * d_be + b_bc * d_bc);
    excess_[index_of(c)] += into_c;
    excess_[index_of(b)] += into_b;
    excess_[index_of(e)] -= into_c + into_b;
    const auto row = [&](int node, double by_be, double by_bc) {
        add_slope(node, b, by_be + by_bc);
        add_slope(node, e, -by_be);
        add_slope(node, c, -by_bc);
    };
    row(c, c_be, c_bc);
    row(b, b_be, b_bc);
    row(e, -c_be - b_be, -c_bc - b_bc);

    if (q.collector != c) add_siemens(q.collector, c, q.collector_siemens, v);
    if (q.base != b) add_siemens(q.base, b, p.base_siemens, v);
    if (q.emitter != e) add_siemens(q.emitter, e, q.emitter_siemens, v);

    add_charge(b, e, {sign * (p.be_coulomb + p.be_by_be * d_be + p.be_by_bc * d_bc), p.be_by_be}, step);
    if (step.lead > 0 && p.be_by_bc != 0) {
        const double siemens = step.lead * p.be_by_bc;
        add_slope(b, b, siemens);
        add_slope(b, c, -siemens);
        add_slope(e, b, -siemens);
        add_slope(e, c, siemens);
    }
    add_charge(b, c, {sign * (p.bc.value + p.bc.slope * d_bc), p.bc.slope}, step);
    const Curve outer = q.part.outer_charge(sign * (v[q.base] - v[c]));
    add_charge(q.base, c, {sign * outer.value, outer.slope}, step);
}

void Network::assemble(PlacedDiode& d, const double* v, const Step& step) {
    const double wanted = v[d.inner_anode] - v[d.cathode];
    const double used = d.part.limited(wanted, d.v);
    limited_ = limited_ || used != wanted;
    d.v = used;
    const Curve current = d.part.current(used);
    const double siemens = current.slope + least_siemens;
    const double amperes = current.value + least_siemens * used + siemens * (wanted - used);
    add_branch(d.inner_anode, d.cathode, amperes, siemens);
    if (d.anode != d.inner_anode) add_siemens(d.anode, d.inner_anode, d.siemens, v);
    const Curve charge = d.part.charge(used);
    add_charge(d.inner_anode, d.cathode, {charge.value + charge.slope * (wanted - used), charge.slope}, step);
}

void Network::assemble(const NetworkState& state, const Inputs& inputs, const Step& step) {
    std::fill(matrix_.values.begin(), matrix_.values.end(), 0.0);
    std::fill(excess_.begin(), excess_.end(), 0.0);
    next_charge_ = 0;
    limited_ = false;
    const double* v = state.v.data();
    for (int node = 1; node < static_cast<int>(node_count_); ++node) {
        excess_[index_of(node)] += least_siemens * v[node];
        add_slope(node, node, least_siemens);
    }
    for (const auto& r : schematic_.resistors) add_siemens(r.a, r.b, 1 / std::max(r.ohm, least_ohm), v);
    for (const auto& b : schematic_.batteries) {
        add_siemens(b.plus, b.minus, battery_siemens, v);
        excess_[index_of(b.plus)] -= battery_siemens * b.volts;
        excess_[index_of(b.minus)] += battery_siemens * b.volts;
    }
    for (std::size_t i = 0; i < schematic_.sources.size(); ++i) {
        const int node = schematic_.sources[i].node;
        excess_[index_of(node)] += inputs.source_siemens[i] * (v[node] - inputs.source_v[i]);
        add_slope(node, node, inputs.source_siemens[i]);
    }
    for (std::size_t i = 0; i < schematic_.sinks.size(); ++i) {
        const auto& s = schematic_.sinks[i];
        const double nominal_a = inputs.sink_a[i];
        const double volts = v[s.plus] - v[s.minus];
        const double amperes = sink_current(nominal_a, volts);
        const bool falls_off = volts > sink_none_v && volts < sink_full_v;
        const double siemens = falls_off ? nominal_a / (sink_full_v - sink_none_v) : 0.0;
        add_branch(s.plus, s.minus, amperes, siemens);
    }
    for (std::size_t i = 0; i < schematic_.coils.size(); ++i) {
        const auto& l = schematic_.coils[i];
        const double siemens = 1 / (std::max(l.ohm, least_ohm) + l.henry * step.lead);
        const double past_a = step.lead > 0 ? siemens * l.henry * step.coil_past[i] : 0.0;
        add_siemens(l.a, l.b, siemens, v);
        excess_[index_of(l.a)] -= past_a;
        excess_[index_of(l.b)] += past_a;
    }
    for (const auto& c : schematic_.capacitors) {
        add_charge(c.a, c.b, {c.farad * (v[c.a] - v[c.b]), c.farad}, step);
    }
    for (auto& q : bipolars_) assemble(q, v, step);
    for (auto& d : diodes_) assemble(d, v, step);
}

/// Lets the next iteration start at `state` without a limit.
void Network::forget_limits(const NetworkState& state) {
    for (auto& q : bipolars_) {
        q.be = q.part.sign() * (state.v[index_of(q.inner_base)] - state.v[index_of(q.inner_emitter)]);
        q.bc = q.part.sign() * (state.v[index_of(q.inner_base)] - state.v[index_of(q.inner_collector)]);
    }
    for (auto& d : diodes_) d.v = state.v[index_of(d.inner_anode)] - state.v[index_of(d.cathode)];
}

void Network::charge(const NetworkState& state, const Inputs& inputs) {
    forget_limits(state);
    assemble(state, inputs, {});
}

bool Network::solve(NetworkState& state, const Inputs& inputs, const Step& step, double tolerance_v, int iterations) {
    forget_limits(state);
    for (int i = 0; i < iterations; ++i) {
        assemble(state, inputs, step);
        for (std::size_t n = 1; n < node_count_; ++n) right_[n - 1] = -excess_[n];
        if (!matrix_.solve(right_)) return false;
        double largest = 0;
        for (std::size_t n = 1; n < node_count_; ++n) {
            const double change = right_[n - 1];
            state.v[n] += change;
            largest = std::max(largest, std::abs(change) / (1 + std::abs(state.v[n])));
        }
        if (!std::isfinite(largest)) return false;
        if (largest < tolerance_v && !limited_) {
            for (std::size_t k = 0; k < schematic_.coils.size(); ++k) {
                const auto& l = schematic_.coils[k];
                const double past = step.lead > 0 ? l.henry * step.coil_past[k] : 0.0;
                state.coil_a[k] = (state.v[index_of(l.a)] - state.v[index_of(l.b)] - past) /
                                  (std::max(l.ohm, least_ohm) + l.henry * step.lead);
            }
            return true;
        }
    }
    return false;
}

NetworkState Network::operating_point(const Inputs& inputs, const NetworkState& guess) {
    NetworkState state = guess;
    if (state.v.size() != node_count_) {
        state.v.assign(node_count_, 0.0);
        state.coil_a.assign(coil_count(), 0.0);
    }
    if (solve(state, inputs, {}, operating_point_tolerance_v, most_iterations)) return state;
    // Bring the inputs up from nothing in small steps.
    state.v.assign(node_count_, 0.0);
    constexpr int steps = 100;
    Inputs part = inputs;
    for (int i = 1; i <= steps; ++i) {
        for (std::size_t k = 0; k < inputs.source_v.size(); ++k) part.source_v[k] = inputs.source_v[k] * i / steps;
        for (std::size_t k = 0; k < inputs.sink_a.size(); ++k) part.sink_a[k] = inputs.sink_a[k] * i / steps;
        if (!solve(state, part, {}, operating_point_tolerance_v, most_iterations) && i == steps) {
            throw std::runtime_error{"circuit: no operating point found"};
        }
    }
    return state;
}

Network::TransistorCurrents Network::transistor_currents(std::size_t index, const NetworkState& state) const {
    const auto& q = bipolars_.at(index);
    const double sign = q.part.sign();
    const double base = state.v[index_of(q.inner_base)];
    const auto p = q.part.at(sign * (base - state.v[index_of(q.inner_emitter)]),
                             sign * (base - state.v[index_of(q.inner_collector)]));
    return {sign * p.collector_a, sign * p.base_a};
}

}  // namespace otbench::circuit
