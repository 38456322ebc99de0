#include "circuit/segment/plant.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace otbench::circuit {
namespace {

constexpr double least_supply_ohm = 1e-3;

// What is kept: so many node voltages in all, at some hundred states in a transient, and so many operating points.
constexpr std::size_t most_voltages = std::size_t{1} << 23, usual_states = 256;
constexpr std::size_t least_transients = 16, most_transients = 512;
constexpr std::size_t most_operating_points = 512, most_followers = 64;

// States as near as this are one: their transients differ by less than the integration's own error.
constexpr double same_v = 500e-6;
constexpr double same_a = 5e-6;

void check(const ConverterParameters& p) {
    if (!(p.supply_v >= 0) || !std::isfinite(p.supply_v)) throw std::invalid_argument{"supply: 0 V or more"};
    if (!(p.supply_resistance_ohm >= 0) || !std::isfinite(p.supply_resistance_ohm)) {
        throw std::invalid_argument{"supply resistance: 0 ohm or more"};
    }
    if (!(p.temperature_c > -zero_celsius_k) || !std::isfinite(p.temperature_c)) {
        throw std::invalid_argument{"temperature: above absolute zero"};
    }
    if (!std::isfinite(p.tx_high_v)) throw std::invalid_argument{"TX high level: a finite voltage"};
}

bool same(const Inputs& a, const Inputs& b) {
    return a.source_v == b.source_v && a.source_siemens == b.source_siemens && a.sink_a == b.sink_a;
}

bool same(const NetworkState& a, const NetworkState& b) {
    const auto within = [](double limit) { return [limit](double x, double y) { return std::abs(x - y) <= limit; }; };
    return std::equal(a.v.begin(), a.v.end(), b.v.begin(), within(same_v)) &&
           std::equal(a.coil_a.begin(), a.coil_a.end(), b.coil_a.begin(), within(same_a));
}

}  // namespace

/// An operating point of a network, and the transients that begin there.
struct Plant::OperatingPoint {
    Inputs inputs;
    NetworkState state;
    std::vector<Transient::Next> followers;
};

Plant::Plant(const ConverterParameters& converter, const CableParameters& cable, const std::vector<Tap>& taps,
             const ErrorLimits& limits)
    : converter_{converter}, kind_{converter_kind(converter.model)}, limits_{limits} {
    check(converter);
    schematic_ = kind_.parts(converter_);
    plus_ = schematic_.node("mbusp");
    minus_ = schematic_.node("mbusn");
    const auto rx = schematic_.node("rx");
    rx_ = kind_.sense_ohm > 0 ? Probe{Schematic::ground, rx} : Probe{rx, Schematic::ground};
    taps_ = add_line(schematic_, plus_, minus_, cable, taps);
    schematic_.sources = {{schematic_.node("vbus36")}, {schematic_.node("tx")}};
    network_ = std::make_shared<Network>(schematic_, converter.temperature_c + zero_celsius_k);
}

double Plant::tx_v(TxInput input) const {
    return kind_.tx_v(converter_, input);
}

bool Plant::is_driven(TxInput input) const {
    return kind_.drives_floating_tx || input != TxInput::floating;
}

Plant::~Plant() {
    forget();
}

Probe Plant::node(const std::string& name) const {
    const auto index = schematic_.find(name);
    if (index < 0) throw std::invalid_argument{"unknown node '" + name + "' of the converter"};
    return {index, Schematic::ground};
}

double Plant::voltage(const NetworkState& state, const Probe& probe) const {
    return state.v[static_cast<std::size_t>(probe.plus)] - state.v[static_cast<std::size_t>(probe.minus)];
}

double Plant::supply_siemens() const {
    return 1 / std::max(converter_.supply_resistance_ohm, least_supply_ohm);
}

Stimulus Plant::constant(const Drive& drive) const {
    Stimulus stimulus;
    stimulus.source_v = {Ramp::constant(converter_.supply_v), Ramp::constant(drive.tx_v)};
    stimulus.source_siemens = {supply_siemens(), drive.tx_driven ? tx_siemens : 0.0};
    for (const double amperes : drive.tap_a) stimulus.sink_a.push_back(Ramp::constant(amperes));
    return stimulus;
}

std::shared_ptr<Plant::OperatingPoint> Plant::find_operating_point(const Inputs& inputs) {
    const auto known = std::find_if(operating_points_.begin(), operating_points_.end(),
                                    [&](const auto& point) { return same(point->inputs, inputs); });
    if (known != operating_points_.end()) return *known;
    if (operating_points_.size() >= most_operating_points) forget();
    auto point = std::make_shared<OperatingPoint>(OperatingPoint{inputs, network_->operating_point(inputs), {}});
    operating_points_.push_back(point);
    return point;
}

const NetworkState& Plant::operating_point(const Drive& drive) {
    return find_operating_point(constant(drive).end())->state;
}

NetworkState Plant::operating_point(const Drive& drive, const NetworkState& guess) const {
    return network_->operating_point(constant(drive).end(), guess);
}

double Plant::middle_v(const Drive& drive) {
    const auto known =
        std::find_if(middles_.begin(), middles_.end(), [&](const auto& middle) { return middle.first == drive.tap_a; });
    if (known != middles_.end()) return known->second;
    const auto level_v = [&](TxInput input) {
        return voltage(operating_point({tx_v(input), true, drive.tap_a}), terminals());
    };
    const double volts = 0.5 * (level_v(TxInput::high) + level_v(TxInput::low));
    middles_.emplace_back(drive.tap_a, volts);
    return volts;
}

/// Empties the store; transients in use stay valid. They refer to one another in rings, which must be opened.
void Plant::forget() {
    for (const auto& kept : transients_) {
        kept->followers.clear();
        kept->end.reset();
    }
    for (const auto& kept : operating_points_) kept->followers.clear();
    transients_.clear();
    operating_points_.clear();
    middles_.clear();
}

/// The one kept with these inputs and such a start, or a new one.
Plant::TransientPtr Plant::transient(NetworkState start, Stimulus stimulus) {
    const auto known = std::find_if(transients_.begin(), transients_.end(), [&](const auto& kept) {
        return kept->trajectory.stimulus() == stimulus && same(kept->trajectory.start(), start);
    });
    if (known != transients_.end()) return *known;
    auto transient = std::make_shared<Transient>(network_, std::move(start), std::move(stimulus), limits_);
    transients_.push_back(transient);
    return transient;
}

Plant::TransientPtr Plant::steady(const Drive& drive) {
    const Stimulus stimulus = constant(drive);
    return transient(find_operating_point(stimulus.end())->state, stimulus);
}

/// The inputs continue from their present values; those that change do so in a ramp.
Stimulus Plant::ramped_from(const Transient& from, Nanoseconds elapsed, const Drive& drive) const {
    const double elapsed_s = seconds_between(Nanoseconds{0}, elapsed);
    const Stimulus& before = from.trajectory.stimulus();
    Stimulus stimulus = constant(drive);
    const auto ramp_from = [&](Ramp& ramp, const Ramp& old, double ramp_s) {
        const double target = ramp.to;
        ramp = old.seen_from(elapsed_s);
        if (ramp.to != target) ramp = {ramp.at(0.0), target, 0.0, ramp_s};
    };
    ramp_from(stimulus.source_v[0], before.source_v[0], slave_ramp_s);
    ramp_from(stimulus.source_v[1], before.source_v[1], kind_.tx_edge_s);
    for (std::size_t i = 0; i < stimulus.sink_a.size(); ++i) {
        ramp_from(stimulus.sink_a[i], before.sink_a[i], slave_ramp_s);
    }
    return stimulus;
}

Plant::TransientPtr Plant::change(const TransientPtr& from, Nanoseconds elapsed, const Drive& drive) {
    const std::size_t room = most_voltages / (usual_states * network_->node_count());
    if (transients_.size() > std::clamp(room, least_transients, most_transients)) {
        forget();
        from->followers.clear();
        from->end.reset();
    }
    Trajectory& trajectory = from->trajectory;
    const double elapsed_s = seconds_between(Nanoseconds{0}, elapsed);
    const bool settled = trajectory.is_settled(elapsed_s);
    if (settled && !from->end) from->end = find_operating_point(trajectory.stimulus().end());
    auto& followers = settled ? from->end->followers : from->followers;
    if (settled) elapsed = Nanoseconds{0};
    for (const auto& next : followers) {
        if (next.elapsed == elapsed && next.drive == drive) return next.transient;
    }
    if (followers.size() >= most_followers) followers.clear();
    auto next = settled ? transient(from->end->state, ramped_from(*from, Nanoseconds::max(), drive))
                        : transient(trajectory.state(elapsed_s), ramped_from(*from, elapsed, drive));
    followers.push_back({elapsed, drive, next});
    return next;
}

Plant::TransientPtr Plant::continue_from(const Plant& other, const TransientPtr& from, Nanoseconds elapsed,
                                         const Drive& drive) {
    const NetworkState theirs = from->trajectory.state(seconds_between(Nanoseconds{0}, elapsed));
    NetworkState state = operating_point(drive);
    for (std::size_t i = 1; i < schematic_.nodes.size(); ++i) {
        const auto same = other.schematic_.find(schematic_.nodes[i]);
        if (same > 0) state.v[i] = theirs.v[static_cast<std::size_t>(same)];
    }
    // Inner nodes of the transistors follow the others, in the same order.
    const std::size_t inner = state.v.size() - schematic_.nodes.size();
    if (inner == theirs.v.size() - other.schematic_.nodes.size()) {
        std::copy(theirs.v.end() - static_cast<std::ptrdiff_t>(inner), theirs.v.end(),
                  state.v.end() - static_cast<std::ptrdiff_t>(inner));
    }
    if (state.coil_a.size() == theirs.coil_a.size()) state.coil_a = theirs.coil_a;
    return std::make_shared<Transient>(network_, std::move(state), constant(drive), limits_);
}

}  // namespace otbench::circuit
