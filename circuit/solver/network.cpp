#include "circuit/solver/network.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace otbench::circuit {
namespace {

constexpr double least_siemens = 1e-12;  // from every node to ground, as in SPICE
constexpr double least_ohm = 1e-6;
constexpr double battery_siemens = 1e3;

constexpr Network::Ending operating_point_ending{1e-9, 0.0, 200};

// What is kept of eliminations: so many numbers in all.
constexpr std::size_t most_kept = std::size_t{1} << 18;

}  // namespace

Network::Network(const Schematic& schematic, double kelvin)
    : schematic_{schematic}, node_count_{schematic.nodes.size()} {
    add_parts(kelvin);
    find_places();
    plan();
    work_.resize(matrix_.value_count());
    history_.resize(branches_.size());
    right_.resize(node_count_);
    delta_.resize(node_count_);
    moved_.resize(node_count_);
    device_charges_.resize(3 * bipolars_.size() + diodes_.size());
    charges_.resize(schematic_.capacitors.size() + device_charges_.size());
}

/// Gives the parts their nodes, and those with a series resistance inner ones.
void Network::add_parts(double kelvin) {
    for (const auto& c : schematic_.capacitors) branches_.push_back({c.a, c.b});
    for (const auto& l : schematic_.coils) branches_.push_back({l.a, l.b});
    for (const auto& b : schematic_.batteries) branches_.push_back({b.plus, b.minus});
    const auto resistor = [this](int a, int b, double siemens) {
        branches_.push_back({a, b});
        resistor_siemens_.push_back(siemens);
    };
    for (const auto& r : schematic_.resistors) resistor(r.a, r.b, 1 / std::max(r.ohm, least_ohm));
    const auto inner = [&](int outer, double ohm) {
        if (ohm <= 0) return outer;
        const int node = static_cast<int>(node_count_++);
        resistor(outer, node, 1 / ohm);
        return node;
    };
    for (const auto& q : schematic_.transistors) {
        const int collector = inner(q.collector, q.model.rc);
        const int base = q.model.rb > 0 ? static_cast<int>(node_count_++) : q.base;
        const int emitter = inner(q.emitter, q.model.re);
        bipolars_.push_back({collector, base, emitter, q.base, Bipolar{q.model, kelvin}});
    }
    for (const auto& d : schematic_.diodes) {
        diodes_.push_back({inner(d.anode, d.model.rs), d.cathode, Diode{d.model, kelvin}});
    }
    for (const auto& s : schematic_.sinks) sinks_.push_back({s.plus, s.minus});
}

void Network::find_places() {
    places_.assign(node_count_, Place::converter);
    if (schematic_.coils.empty()) return;
    for (const auto& l : schematic_.coils) places_[index_of(l.b)] = Place::line;
    const int terminal = schematic_.coils.front().a;
    places_[index_of(terminal)] = Place::terminals;
    const auto inner = static_cast<int>(schematic_.nodes.size());
    for (const auto& branch : branches_) {
        if (branch.a == terminal && branch.b >= inner) places_[index_of(branch.b)] = Place::terminals;
    }
}

void Network::plan() {
    std::vector<std::pair<int, int>> entries;
    std::vector<char> core(node_count_, 0);
    const auto join = [&](std::initializer_list<int> nodes) {
        for (const int a : nodes)
            for (const int b : nodes) entries.emplace_back(a - 1, b - 1);
    };
    const auto join_core = [&](std::initializer_list<int> nodes) {
        join(nodes);
        for (const int node : nodes) core[index_of(node)] = 1;
    };
    for (const auto& branch : branches_) join({branch.a, branch.b});
    for (const auto& s : schematic_.sources) join_core({s.node});
    for (const auto& s : sinks_) join_core({s.plus, s.minus});
    for (const auto& q : bipolars_) {
        join_core({q.collector, q.base, q.emitter});
        join_core({q.outer_base, q.base});
        join_core({q.outer_base, q.collector});
    }
    for (const auto& d : diodes_) join_core({d.anode, d.cathode});
    for (int node = 1; node < static_cast<int>(node_count_); ++node) {
        if (core[index_of(node)]) core_.push_back(node);
    }
    core.erase(core.begin());
    matrix_ = SparseMatrix{static_cast<int>(node_count_) - 1, entries, core};

    for (auto& q : bipolars_) {
        const int nodes[] = {q.collector, q.base, q.emitter};
        auto* slot = q.slots.begin();
        for (const int row : nodes)
            for (const int column : nodes) *slot++ = matrix_.slot(row - 1, column - 1);
        q.base_slots = slots_between(q.outer_base, q.base);
        q.outer_slots = slots_between(q.outer_base, q.collector);
    }
    for (auto& branch : branches_) branch.slots = slots_between(branch.a, branch.b);
    for (auto& d : diodes_) d.slots = slots_between(d.anode, d.cathode);
    for (auto& s : sinks_) s.slots = slots_between(s.plus, s.minus);
}

std::array<int, 4> Network::slots_between(int a, int b) const {
    return {matrix_.slot(a - 1, a - 1), matrix_.slot(a - 1, b - 1), matrix_.slot(b - 1, a - 1),
            matrix_.slot(b - 1, b - 1)};
}

/// What the branches conduct, in their order.
std::vector<double> Network::siemens(double lead) const {
    std::vector<double> siemens;
    siemens.reserve(branches_.size());
    for (const auto& c : schematic_.capacitors) siemens.push_back(lead * c.farad);
    for (const auto& l : schematic_.coils) siemens.push_back(1 / (std::max(l.ohm, least_ohm) + l.henry * lead));
    siemens.insert(siemens.end(), schematic_.batteries.size(), battery_siemens);
    siemens.insert(siemens.end(), resistor_siemens_.begin(), resistor_siemens_.end());
    return siemens;
}

/// The linear parts with the outer nodes eliminated.
const Network::Linear& Network::linear(double lead) {
    if (last_linear_ && lead == last_lead_) return *last_linear_;
    const auto keep_last = [&](const Linear& parts) -> const Linear& {
        last_lead_ = lead;
        return *(last_linear_ = &parts);
    };
    const auto known = linear_.find(lead);
    if (known != linear_.end()) return keep_last(known->second);
    Linear parts;
    auto& values = parts.condensed;
    values.assign(matrix_.value_count(), 0.0);
    for (int node = 0; node + 1 < static_cast<int>(node_count_); ++node) {
        values[index_of(matrix_.slot(node, node))] += least_siemens;
    }
    parts.siemens = siemens(lead);
    for (std::size_t i = 0; i < branches_.size(); ++i) {
        const double siemens = parts.siemens[i];
        const auto& slots = branches_[i].slots;
        values[index_of(slots[0])] += siemens;
        values[index_of(slots[1])] -= siemens;
        values[index_of(slots[2])] -= siemens;
        values[index_of(slots[3])] += siemens;
    }
    if (!matrix_.condense(values)) throw std::runtime_error{"circuit: the nodal equations have no solution"};
    if (linear_.size() * matrix_.value_count() >= most_kept) linear_.clear();
    return keep_last(linear_.emplace(lead, std::move(parts)).first->second);
}

/// What the branches carry at no voltage.
void Network::find_history(const Step& step, const Linear& parts) {
    const std::size_t capacitors = schematic_.capacitors.size(), coils = schematic_.coils.size();
    double* history = history_.data();
    if (step.lead > 0) {
        std::copy(step.charge_past, step.charge_past + capacitors, history);
        const double* siemens = parts.siemens.data() + capacitors;
        for (std::size_t i = 0; i < coils; ++i) {
            history[capacitors + i] = -siemens[i] * schematic_.coils[i].henry * step.coil_past[i];
        }
    } else {
        std::fill(history, history + capacitors + coils, 0.0);
    }
    history += capacitors + coils;
    for (std::size_t i = 0; i < schematic_.batteries.size(); ++i) {
        history[i] = -battery_siemens * schematic_.batteries[i].volts;
    }
}

/// The right side of the linear parts, with the outer nodes eliminated.
void Network::load_linear(const NetworkState& state, const Linear& parts) {
    const double* v = state.v.data();
    double* const right = right_.data();
    for (std::size_t n = 0; n < node_count_; ++n) right[n] = -least_siemens * v[n];
    for (std::size_t i = 0; i < branches_.size(); ++i) {
        const int a = branches_[i].a, b = branches_[i].b;
        const double amperes = parts.siemens[i] * (v[a] - v[b]) + history_[i];
        right[a] -= amperes;
        right[b] += amperes;
    }
    matrix_.reduce(parts.condensed, right + 1);
}

/// Lets the outer nodes follow the core, and charges and coil currents all nodes.
void Network::finish_linear(NetworkState& state, const Linear& parts) {
    std::copy(right_.begin(), right_.end(), delta_.begin());
    for (const int node : core_) delta_[index_of(node)] = moved_[index_of(node)];
    matrix_.expand(parts.condensed, delta_.data() + 1);
    for (const int node : core_) delta_[index_of(node)] = 0.0;
    for (std::size_t n = 1; n < node_count_; ++n) state.v[n] += delta_[n];

    const double* v = state.v.data();
    const std::size_t capacitors = schematic_.capacitors.size();
    for (std::size_t i = 0; i < capacitors; ++i) {
        const auto& c = schematic_.capacitors[i];
        charges_[i] = c.farad * (v[c.a] - v[c.b]);
    }
    for (std::size_t i = 0; i < schematic_.coils.size(); ++i) {
        const auto& l = schematic_.coils[i];
        state.coil_a[i] = parts.siemens[capacitors + i] * (v[l.a] - v[l.b]) + history_[capacitors + i];
    }
}

bool Network::solve(NetworkState& state, const Inputs& inputs, const Step& step, const Ending& ending,
                    Operated& operated) {
    const Linear& parts = linear(step.lead);
    const bool first = operated.size() != bipolars_.size();
    if (first) operated.assign(bipolars_.size(), {});
    constexpr double straight_share = 0.25;
    straight_v_ = first ? 0.0 : straight_share * ending.left_v;
    forget_limits(state);
    find_history(step, parts);
    load_linear(state, parts);
    std::fill(moved_.begin(), moved_.end(), 0.0);
    for (int i = 0; i < ending.most_iterations; ++i) {
        std::copy(right_.begin(), right_.end(), delta_.begin());
        matrix_.copy_core(parts.condensed, work_);
        assemble(state, inputs, step, operated);
        delta_[Schematic::ground] = 0.0;
        matrix_.solve_core(work_, delta_.data() + 1);
        bool settled = true;
        double sum = 0;
        for (const int node : core_) {
            const double change = delta_[index_of(node)];
            double& volts = state.v[index_of(node)];
            volts += change;
            moved_[index_of(node)] += change;
            settled = settled && std::abs(change) < ending.tolerance_v * (1 + std::abs(volts));
            sum += change;
        }
        if (!std::isfinite(sum)) return false;
        const bool is_last = step.lead > 0 && left_to_move(operated) < ending.left_v;
        if ((settled || is_last) && !limited_) {
            move_charges();
            finish_linear(state, parts);
            return true;
        }
        matrix_.subtract_core_product(parts.condensed, delta_.data() + 1, right_.data() + 1);
    }
    return false;
}

NetworkState Network::operating_point(const Inputs& inputs, const NetworkState& guess) {
    NetworkState state = guess;
    if (state.v.size() != node_count_) {
        state.v.assign(node_count_, 0.0);
        state.coil_a.assign(coil_count(), 0.0);
    }
    // Twice: the second time rounds less, as next to nothing is left to move.
    const auto settle = [&](const Inputs& under) {
        Operated anew, again;
        return solve(state, under, {}, operating_point_ending, anew) &&
               solve(state, under, {}, operating_point_ending, again);
    };
    if (settle(inputs)) return state;
    // Bring the inputs up from nothing in small steps.
    state.v.assign(node_count_, 0.0);
    constexpr int steps = 100;
    Inputs part = inputs;
    for (int i = 1; i <= steps; ++i) {
        for (std::size_t k = 0; k < inputs.source_v.size(); ++k) part.source_v[k] = inputs.source_v[k] * i / steps;
        for (std::size_t k = 0; k < inputs.sink_a.size(); ++k) part.sink_a[k] = inputs.sink_a[k] * i / steps;
        if (!settle(part) && i == steps) throw std::runtime_error{"circuit: no operating point found"};
    }
    return state;
}

Network::TransistorCurrents Network::transistor_currents(std::size_t index, const NetworkState& state) const {
    const auto& q = bipolars_.at(index);
    const double sign = q.part.sign();
    const double base = state.v[index_of(q.base)];
    const auto p =
        q.part.at(sign * (base - state.v[index_of(q.emitter)]), sign * (base - state.v[index_of(q.collector)]));
    return {sign * p.collector_a, sign * p.base_a};
}

}  // namespace otbench::circuit
