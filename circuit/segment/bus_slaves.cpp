#include "circuit/segment/bus_slaves.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

constexpr double unit_load_a = 1.5e-3;  // EN 13757-2
constexpr double slave_power_v = 12.0;  // least bus voltage of a transceiver (spec: circuit, section 8)

void check(const SlaveParameters& slave) {
    for (const double value : {slave.unit_loads, slave.space_current_a, slave.receive_threshold_v, slave.input_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"slave: finite values, 0 or more"};
    }
    if (!(slave.distance_m >= 0)) throw std::invalid_argument{"slave: a distance of 0 m or more"};
}

}  // namespace

BusSlaves::BusSlaves(const std::vector<SlaveParameters>& slaves, double length_m) {
    std::vector<double> places;
    const auto place_of = [&](const SlaveParameters& slave) { return std::min(slave.distance_m, length_m); };
    for (const auto& slave : slaves) {
        check(slave);
        places.push_back(place_of(slave));
    }
    if (places.empty()) places.push_back(length_m);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (const double distance_m : places) taps_.push_back({distance_m, 0.0});
    for (const auto& slave : slaves) {
        const auto place = std::lower_bound(places.begin(), places.end(), place_of(slave));
        slaves_.push_back({slave, static_cast<std::size_t>(place - places.begin())});
        taps_[slaves_.back().tap].farad += slave.input_farad;
    }
}

double BusSlaves::nominal_a(std::size_t tap) const {
    double sum = 0;
    for (const auto& slave : slaves_) {
        if (slave.tap != tap) continue;
        sum += slave.parameters.unit_loads * unit_load_a + (slave.space ? slave.parameters.space_current_a : 0.0);
    }
    return sum;
}

double BusSlaves::idle_a() const {
    double sum = 0;
    for (const auto& slave : slaves_) sum += slave.parameters.unit_loads * unit_load_a;
    return sum;
}

void BusSlaves::begin(const TransientView& transients) {
    for (std::size_t i = 0; i < slaves_.size(); ++i) {
        const auto& slave = slaves_[i];
        const double threshold_v = slave.parameters.receive_threshold_v;
        const auto known = std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
            return group.tap == slave.tap && group.receiver.threshold_v() == threshold_v;
        });
        if (known != groups_.end()) {
            known->members.push_back(i);
            continue;
        }
        const double volts = transients.tap(slave.tap).voltage(transients.start);
        groups_.push_back({slave.tap, TrackingReceiver{threshold_v, volts}, {i}});
    }
}

void BusSlaves::watch_power(Group& group, Nanoseconds at, const BusTransient& seen) {
    group.power_due = group.powered ? seen.falls_below(slave_power_v, at) : seen.rises_above(slave_power_v, at);
}

void BusSlaves::follow(Nanoseconds at, const TransientView& transients) {
    for (auto& group : groups_) {
        const BusTransient seen = transients.tap(group.tap);
        group.receiver.follow(at, seen.voltage(at), seen);
        watch_power(group, at, seen);
    }
}

void BusSlaves::offer(FirstCrossing& first, Tag tx, Tag last) const {
    using What = Crossing::What;
    for (const auto& group : groups_)
        first.offer(group.receiver.due(), {{}, What::slave_receiver, group.members[0], !group.receiver.level(), tx});
    for (const auto& group : groups_)
        first.offer(group.power_due, {{}, What::slave_power, group.members[0], !group.powered, last});
}

void BusSlaves::on_crossing(const FirstCrossing& first, const TransientView& transients, std::deque<Crossing>& others) {
    const Crossing& crossing = first.crossing;
    auto& group = *std::find_if(groups_.begin(), groups_.end(),
                                [&](const Group& each) { return each.members[0] == crossing.slave; });
    const BusTransient seen = transients.tap(group.tap);
    if (crossing.what == Crossing::What::slave_receiver) {
        group.receiver.on_due(seen);
    } else {
        if (first.due.certain) group.powered = crossing.level;
        watch_power(group, crossing.at, seen);
    }
    if (!first.due.certain) return;
    for (auto member = group.members.begin() + 1; member != group.members.end(); ++member) {
        others.push_back(crossing);
        others.back().slave = *member;
    }
}

}  // namespace otbench::circuit
