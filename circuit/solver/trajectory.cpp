#include "circuit/solver/trajectory.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

namespace otbench::circuit {
namespace {

Network::Ending ending(const ErrorLimits& limits, double step_s) {
    constexpr double newton_error_v = 2e-6, newton_share = 0.05;
    constexpr int newton_iterations = 12;
    return {newton_error_v, newton_share * limits.absolute_v * limits.ease(step_s), newton_iterations};
}

// Steps are first_step_s times a power of the fourth root of 2.
constexpr double first_step_s = 0.2e-9;
constexpr int levels_per_octave = 4;
constexpr int least_level = -84;  // 1e-16 s
constexpr int most_growth = levels_per_octave, most_shrinking = -2 * levels_per_octave;
constexpr double growth_per_level = 1.1892071150027210667;

double step_of(int level) {
    constexpr double parts[] = {1.0, growth_per_level, 1.4142135623730950488, 1.6817928305074290861};
    return std::ldexp(first_step_s * parts[level & (levels_per_octave - 1)], level >> 2);
}

/// Of the longest step that is no longer than this.
int level_of(double step_s) {
    return static_cast<int>(std::floor(levels_per_octave * std::log2(step_s / first_step_s * (1 + 1e-9))));
}

// Everything has settled when it moves by less than this in steps longer than that.
constexpr double quiet_v = 20e-6;
constexpr double quiet_step_s = 1e-3;
constexpr double settled_v = 200e-6;

/// By how many levels the next step may be longer than one of this error, so that it errs by 0.9^3 of what is allowed.
int growth_of(double error) {
    // Errors grow with the cube of a step: the largest error for each growth.
    static const std::array<double, most_growth - most_shrinking + 1> largest = [] {
        std::array<double, most_growth - most_shrinking + 1> errors{};
        constexpr double safety = 0.9;
        for (int level = most_shrinking; level <= most_growth; ++level) {
            errors[static_cast<std::size_t>(most_growth - level)] =
                std::pow(safety / step_of(level) * first_step_s, 3) * (1 + 1e-9);
        }
        return errors;
    }();
    const auto fits = std::find_if(largest.begin(), largest.end() - 1, [&](double most) { return error <= most; });
    return most_growth - static_cast<int>(fits - largest.begin());
}

/// The most that any node moved.
double farthest(const double* from, const std::vector<double>& to) {
    double moved = 0;
    for (std::size_t n = 1; n < to.size(); ++n) moved = std::max(moved, std::abs(to[n] - from[n]));
    return moved;
}

}  // namespace

ErrorLimits::OfNode ErrorLimits::of(Network::Place place) const {
    switch (place) {
        case Network::Place::line: return {line_v, 0.0};
        case Network::Place::terminals: return {terminals_v, 0.0};
        case Network::Place::converter: break;
    }
    return {absolute_v, relative};
}

Ramp Ramp::seen_from(double later_s) const {
    if (later_s >= end_s) return constant(to);
    if (later_s <= start_s) return {from, to, start_s - later_s, end_s - later_s};
    return {at(later_s), to, 0.0, end_s - later_s};
}

Inputs Stimulus::at(double time_s) const {
    Inputs inputs;
    fill(inputs, time_s);
    return inputs;
}

void Stimulus::fill(Inputs& inputs, double time_s) const {
    const auto value = [&](const Ramp& ramp) { return ramp.at(time_s); };
    inputs.source_v.resize(source_v.size());
    inputs.sink_a.resize(sink_a.size());
    std::transform(source_v.begin(), source_v.end(), inputs.source_v.begin(), value);
    std::transform(sink_a.begin(), sink_a.end(), inputs.sink_a.begin(), value);
    inputs.source_siemens = source_siemens;
}

Inputs Stimulus::end() const {
    return at(std::numeric_limits<double>::infinity());
}

Trajectory::Trajectory(Network& network, NetworkState start, Stimulus stimulus, const ErrorLimits& limits)
    : network_{network}, stimulus_{std::move(stimulus)}, limits_{limits}, states_{start}, next_{std::move(start)} {
    for (const auto* ramps : {&stimulus_.source_v, &stimulus_.sink_a}) {
        for (const Ramp& ramp : *ramps) {
            if (ramp.from == ramp.to) continue;
            if (ramp.start_s > 0) breaks_.push_back(ramp.start_s);
            breaks_.push_back(ramp.end_s);
        }
    }
    std::sort(breaks_.begin(), breaks_.end());
    network_.charge(next_, stimulus_.at(0.0));
    charge_ = charge_before_ = network_.charges();
    charge_past_.resize(charge_.size());
    coil_past_.resize(network_.coil_count());
    guess_.resize(next_.v.size());
    for (std::size_t n = 0; n < network_.node_count(); ++n) allowed_.push_back(limits_.of(network_.place(n)));
    times_.push_back(0.0);
    kinks_.push_back(1);
}

double Trajectory::next_break(double time_s) const {
    const auto next = std::upper_bound(breaks_.begin(), breaks_.end(), time_s * (1 + 1e-12));
    return next == breaks_.end() ? std::numeric_limits<double>::infinity() : *next;
}

/// Where a straight line or a parabola through the last states leads to.
void Trajectory::guess(double step_s) {
    const std::size_t last = states_.size() - 1;
    const double* const now = states_.v(last);
    if (since_kink_ == 0) {
        std::copy(now, now + guess_.size(), guess_.begin());
        return;
    }
    const double* const before = states_.v(last - 1);
    const double* const first = since_kink_ > 1 ? states_.v(last - 2) : before;
    // of the Lagrange polynomial
    double by_before = -step_s / last_s_, by_first = 0.0;
    if (since_kink_ > 1) {
        const double both_s = last_s_ + before_s_;
        by_before = -step_s * (step_s + both_s) / (last_s_ * before_s_);
        by_first = step_s * (step_s + last_s_) / (before_s_ * both_s);
    }
    for (std::size_t n = 1; n < guess_.size(); ++n) {
        guess_[n] = now[n] + by_before * (before[n] - now[n]) + by_first * (first[n] - now[n]);
    }
}

/// One step of the backward difference formula from the last state kept; of first order after a kink.
bool Trajectory::try_step(double step_s, double end_s) {
    const std::size_t last = states_.size() - 1;
    const double* const now_a = states_.coil_a(last);
    const double* const before_a = states_.coil_a(since_kink_ > 0 ? last - 1 : last);
    double lead = 1 / step_s, at_now = -lead, at_before = 0.0;
    if (since_kink_ > 0) {
        const double ratio = step_s / last_s_;
        lead = (1 + 2 * ratio) / (1 + ratio) / step_s;
        at_now = -(1 + ratio) / step_s;
        at_before = ratio * ratio / (1 + ratio) / step_s;
    }
    guess(step_s);
    std::copy(guess_.begin(), guess_.end(), next_.v.begin());
    for (std::size_t i = 0; i < charge_.size(); ++i) {
        charge_past_[i] = at_now * charge_[i] + at_before * charge_before_[i];
    }
    for (std::size_t i = 0; i < coil_past_.size(); ++i) {
        coil_past_[i] = at_now * now_a[i] + at_before * before_a[i];
    }
    stimulus_.fill(inputs_, end_s);
    return network_.solve(next_, inputs_, {lead, charge_past_.data(), coil_past_.data()}, ending(limits_, step_s),
                          operated_);
}

/// Local error of a step, in units of what is allowed: its distance from the parabola through the states before.
double Trajectory::error_of(double step_s) const {
    if (since_kink_ < 2) return 0.0;
    const double h = step_s, h1 = last_s_, h2 = before_s_;
    const double own = h * h * (h + h1) * (h + h1) / (6 * (2 * h + h1));
    const double parabola = h * (h + h1) * (h + h1 + h2) / 6;
    const double share = own / (own + parabola);
    double worst = 0;
    const double* const now = states_.v(states_.size() - 1);
    for (std::size_t n = 1; n < guess_.size(); ++n) {
        const ErrorLimits::OfNode& allowed = allowed_[n];
        const double allowed_v = allowed.absolute_v + allowed.relative * std::abs(now[n]);
        worst = std::max(worst, std::abs(next_.v[n] - guess_[n]) / allowed_v);
    }
    return share * worst / limits_.ease(step_s);
}

void Trajectory::keep(double step_s, double end_s) {
    const bool quiet = step_s >= quiet_step_s && farthest(states_.v(states_.size() - 1), next_.v) < quiet_v;
    quiet_ = quiet ? quiet_ + 1 : 0;
    std::swap(charge_before_, charge_);
    const auto& charges = network_.charges();
    std::copy(charges.begin(), charges.end(), charge_.begin());
    before_s_ = std::exchange(last_s_, step_s);
    times_.push_back(end_s);
    states_.append(next_);
    const bool kink = std::binary_search(breaks_.begin(), breaks_.end(), end_s);
    kinks_.push_back(kink ? 1 : 0);
    since_kink_ = kink ? 0 : since_kink_ + 1;
    if (kink) level_ = 0;
    constexpr int long_enough = 2;
    over_ = quiet_ >= long_enough;
}

/// One more step.
void Trajectory::extend() {
    const double now_s = times_.back();
    const double break_s = next_break(now_s);
    for (;;) {
        double step_s = step_of(level_);
        double end_s = now_s + step_s;
        const bool regular = end_s <= break_s - 0.1 * step_s;
        if (!regular) {
            end_s = break_s;
            step_s = end_s - now_s;
            level_ = level_of(step_s);
        }
        if (!try_step(step_s, end_s)) {
            level_ -= 3 * levels_per_octave;
            if (level_ < least_level)
                throw std::runtime_error{"circuit: the transient of the voltages cannot be followed"};
            continue;
        }
        const double error = error_of(step_s);
        level_ += growth_of(error);
        if (error > 1) continue;
        keep(step_s, end_s);
        return;
    }
}

void Trajectory::extend_beyond(double time_s) {
    while (!over_ && times_.back() <= time_s) extend();
}

bool Trajectory::is_settled(double time_s) {
    extend_beyond(time_s);
    // Long steps mean that the network has nearly settled: a few more of them confirm it.
    constexpr double long_step = 0.02;
    if (!over_ && times_.back() - times_[times_.size() - 2] < long_step * times_.back()) return false;
    return time_s >= settled_s();
}

double Trajectory::settled_s() {
    if (settled_s_) return *settled_s_;
    complete();
    const auto& end = next_.v;
    std::size_t index = states_.size();
    while (index > 0 && farthest(states_.v(index - 1), end) <= settled_v) --index;
    settled_s_ = times_[std::min(index, times_.size() - 1)];
    return *settled_s_;
}

std::size_t Trajectory::index_before(double time_s) const {
    const auto after = std::upper_bound(times_.begin(), times_.end(), time_s);
    return after == times_.begin() ? 0 : static_cast<std::size_t>(after - times_.begin()) - 1;
}

/// Between two states: on the parabola through a third one, unless there is a kink between. `volts`: value at an index.
template <class Volts>
double Trajectory::interpolated(const Volts& volts, std::size_t index, double time_s) const {
    const double y0 = volts(index);
    if (index + 1 >= times_.size()) return y0;
    const double y1 = volts(index + 1);
    const double h = times_[index + 1] - times_[index];
    const double share = (time_s - times_[index]) / h;
    double bend = 0;
    if (kinks_[index] == 0 && index > 0) {
        const double before_s = times_[index] - times_[index - 1];
        bend = ((y1 - y0) / h - (y0 - volts(index - 1)) / before_s) / (h + before_s);
    }
    return y0 + share * (y1 - y0) - bend * share * (1 - share) * h * h;
}

double Trajectory::voltage(const Probe& probe, double time_s) {
    if (time_s <= 0) return voltage_at(probe, 0);
    extend_beyond(time_s);
    return voltage_after(index_before(time_s), probe, time_s);
}

double Trajectory::voltage_after(std::size_t index, const Probe& probe, double time_s) const {
    return interpolated([&](std::size_t i) { return voltage_at(probe, i); }, index, time_s);
}

VoltageCurve& Trajectory::curve(const Probe& probe) {
    if (curves_.empty()) curves_.resize(network_.node_count());
    auto& here = curves_[static_cast<std::size_t>(probe.minus != Schematic::ground ? probe.minus : probe.plus)];
    auto found =
        std::find_if(here.begin(), here.end(), [&](const VoltageCurve& known) { return known.probe() == probe; });
    if (found == here.end()) found = here.insert(here.end(), VoltageCurve{probe});
    bring_up(*found);
    return *found;
}

/// Gives a curve the values that have been integrated since it was last looked at.
void Trajectory::bring_up(VoltageCurve& along) {
    for (std::size_t i = along.size(); i < times_.size(); ++i) along.append(times_[i], voltage_at(along.probe(), i));
    if (over_ && !along.is_finished()) along.finish();
}

const std::vector<VoltageCurve::Corner>& Trajectory::corners(const Probe& probe, double until_s) {
    extend_beyond(until_s);
    return curve(probe).corners();
}

Outlook Trajectory::crossing(const Probe& probe, const CrossingQuery& query, double horizon_s) {
    extend_beyond(query.from_s);
    VoltageCurve& along = curve(probe);
    if (const auto known = along.recalled(query)) return *known;
    const Outlook answer = search(along, query, horizon_s);
    if (answer.comes || std::isinf(answer.at_s)) along.remember(query, answer);
    return answer;
}

Outlook Trajectory::search(VoltageCurve& along, const CrossingQuery& query, double horizon_s) {
    const double sign = query.down ? 1.0 : -1.0;
    const auto above = [&](double volts, double time_s) {
        return sign * (volts - query.level_v + query.sinks_v_per_s * time_s);
    };
    const auto volts = [&](std::size_t i) { return along[i]; };
    std::size_t index = index_before(query.from_s);
    if (above(interpolated(volts, index, query.from_s), query.from_s) < 0) return {true, query.from_s};
    // When everything has settled only the level still moves.
    const auto once_settled = [&]() -> Outlook {
        if (query.down || query.sinks_v_per_s == 0) return {};
        const double meets_s = (query.level_v - along[along.size() - 1]) / query.sinks_v_per_s;
        return {true, std::max(query.from_s, meets_s)};
    };
    const auto passes = [&](std::size_t i) { return above(along[i], times_[i]) < 0; };
    for (;; ++index) {
        if (index + 1 >= times_.size()) {
            if (over_) return once_settled();
            if (times_[index] > horizon_s) return {false, times_[index]};
            extend();
            bring_up(along);
        }
        if (along.is_finished()) {
            // Nothing ahead reaches even the nearest that the level comes.
            const bool out_of_reach = query.down ? above(along.lowest_from(index + 1), times_[index]) >= 0
                                                 : above(along.highest_from(index + 1), times_.back()) >= 0;
            if (out_of_reach) return once_settled();
            while (index + 1 < times_.size() && !passes(index + 1)) ++index;
            if (index + 1 >= times_.size()) return once_settled();
        }
        if (passes(index + 1)) break;
    }
    double low = std::max(times_[index], query.from_s), high = times_[index + 1];
    constexpr int halvings = 40;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (above(interpolated(volts, index, middle), middle) >= 0 ? low : high) = middle;
    }
    return {true, high};
}

NetworkState Trajectory::state(double time_s) {
    extend_beyond(time_s);
    const std::size_t index = index_before(time_s);
    const double step_s = time_s - times_[index];
    NetworkState state = states_.at(index);
    if (index + 1 >= times_.size() || step_s <= 0) return state;
    network_.charge(state, stimulus_.at(times_[index]));
    std::vector<double> charge_past = network_.charges();
    std::vector<double> coil_past = state.coil_a;
    const auto lead = [&](double value) { return -value / step_s; };
    std::transform(charge_past.begin(), charge_past.end(), charge_past.begin(), lead);
    std::transform(coil_past.begin(), coil_past.end(), coil_past.begin(), lead);
    Network::Operated operated;
    if (!network_.solve(state, stimulus_.at(time_s), {1 / step_s, charge_past.data(), coil_past.data()},
                        ending(limits_, step_s), operated)) {
        return states_.at(index);
    }
    return state;
}

}  // namespace otbench::circuit
