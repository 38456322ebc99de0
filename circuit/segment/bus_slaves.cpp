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

BusSlaves::BusSlaves(const std::vector<SlaveParameters>& slaves, double length_m) : length_m_{length_m} {
    for (const auto& slave : slaves) {
        check(slave);
        slaves_.push_back({slave});
    }
    place();
}

/// Finds the taps of all slaves.
void BusSlaves::place() {
    std::vector<double> places;
    const auto place_of = [&](const Slave& slave) { return std::min(slave.parameters.distance_m, length_m_); };
    for (const auto& slave : slaves_)
        if (!slave.gone) places.push_back(place_of(slave));
    if (places.empty()) places.push_back(length_m_);
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    taps_.clear();
    for (const double distance_m : places) taps_.push_back({distance_m, 0.0});
    for (auto& slave : slaves_) {
        if (slave.gone) continue;
        const auto place = std::lower_bound(places.begin(), places.end(), place_of(slave));
        slave.tap = static_cast<std::size_t>(place - places.begin());
        taps_[slave.tap].farad += slave.parameters.input_farad;
    }
}

std::size_t BusSlaves::add(const SlaveParameters& slave) {
    check(slave);
    slaves_.push_back({slave});
    place();
    return slaves_.size() - 1;
}

void BusSlaves::join(std::size_t slave, Nanoseconds at, const TransientView& transients) {
    const BusTransient seen = transients.tap(tap_of(slave));
    groups_.push_back({TrackingReceiver{slaves_[slave].parameters.receive_threshold_v, seen.voltage(at)}, {slave}});
    follow(groups_.back(), at, seen);
}

void BusSlaves::remove(std::size_t slave) {
    slaves_.at(slave) = {};
    slaves_[slave].gone = true;
    for (auto& group : groups_)
        group.members.erase(std::remove(group.members.begin(), group.members.end(), slave), group.members.end());
    groups_.erase(
        std::remove_if(groups_.begin(), groups_.end(), [](const Group& group) { return group.members.empty(); }),
        groups_.end());
    place();
}

double BusSlaves::nominal_a(std::size_t tap) const {
    double sum = 0;
    for (const auto& slave : slaves_) {
        if (slave.tap != tap || slave.gone) continue;
        sum += slave.parameters.unit_loads * unit_load_a + (slave.space ? slave.parameters.space_current_a : 0.0);
    }
    return sum;
}

double BusSlaves::idle_a() const {
    double sum = 0;
    for (const auto& slave : slaves_)
        if (!slave.gone) sum += slave.parameters.unit_loads * unit_load_a;
    return sum;
}

void BusSlaves::begin(const TransientView& transients) {
    for (std::size_t i = 0; i < slaves_.size(); ++i) {
        const auto& slave = slaves_[i];
        const double threshold_v = slave.parameters.receive_threshold_v;
        const auto known = std::find_if(groups_.begin(), groups_.end(), [&](const Group& group) {
            return tap_of(group) == slave.tap && group.receiver.threshold_v() == threshold_v;
        });
        if (known != groups_.end()) {
            known->members.push_back(i);
            continue;
        }
        const double volts = transients.tap(slave.tap).voltage(transients.start);
        groups_.push_back({TrackingReceiver{threshold_v, volts}, {i}});
    }
}

void BusSlaves::watch_power(Group& group, Nanoseconds at, const BusTransient& seen) {
    group.power_due = group.powered ? seen.falls_below(slave_power_v, at) : seen.rises_above(slave_power_v, at);
}

void BusSlaves::follow(Group& group, Nanoseconds at, const BusTransient& seen) {
    group.receiver.follow(at, seen.voltage(at), seen);
    watch_power(group, at, seen);
}

void BusSlaves::follow(Nanoseconds at, const TransientView& transients) {
    for (auto& group : groups_) follow(group, at, transients.tap(tap_of(group)));
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
    const BusTransient seen = transients.tap(tap_of(group));
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
