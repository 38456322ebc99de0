#include "circuit/segment/segment.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

#include "circuit/segment/bus_slaves.hpp"
#include "circuit/segment/master_receiver.hpp"
#include "circuit/segment/shared_plants.hpp"

namespace otbench::circuit {
namespace {

using What = Crossing::What;

}  // namespace

/// A disturbance of the bus voltage at the converter's receiver: the current that it drives through the line's
/// capacitance, against what the receiver's level is apart from the next one.
class SensedDisturbance : public SteppedVoltage {
public:
    SensedDisturbance() = default;
    /// `sense_ohm`: of a receiver that measures the current as a voltage. Otherwise, 0, `spare_a` more make RX low, or
    /// that much less high when it is negative.
    SensedDisturbance(const Disturbance& disturbance, double farad, double sense_ohm, double spare_a)
        : disturbance_{&disturbance}, farad_{farad}, sense_ohm_{sense_ohm}, spare_a_{spare_a} {}

    [[nodiscard]] double voltage(Nanoseconds at) const override {
        const double amperes = farad_ * disturbance_->slope_v_per_s(at);
        if (sense_ohm_ > 0) return -sense_ohm_ * amperes;
        if (spare_a_ > 0) return amperes > spare_a_ ? -far_v : 0.0;
        return amperes < spare_a_ ? far_v : 0.0;
    }
    [[nodiscard]] Nanoseconds slot_end(Nanoseconds at) const override { return disturbance_->slot_end(at); }
    [[nodiscard]] double bound_v() const override {
        const double most_a = farad_ * disturbance_->steepest_v_per_s();
        if (sense_ohm_ > 0) return sense_ohm_ * most_a;
        return most_a > std::abs(spare_a_) ? far_v : 0.0;
    }

private:
    static constexpr double far_v = 100.0;  ///< moves a logic level beyond doubt

    const Disturbance* disturbance_ = nullptr;
    double farad_ = 0.0, sense_ohm_ = 0.0, spare_a_ = 0.0;
};

struct Segment::State {
    State(const ConverterParameters& converter, const CableParameters& cable,
          const std::vector<SlaveParameters>& parameters, Nanoseconds start);

    void set_tx(Nanoseconds at, TxInput input, Tag tag);
    void set_slave_space(std::size_t index, Nanoseconds at, bool space, Tag tag);
    void reconfigure(Nanoseconds at, const ConverterParameters& converter, const CableParameters& cable, Tag tag);
    std::size_t add_slave(Nanoseconds at, const SlaveParameters& parameters, Tag tag);
    void remove_slave(std::size_t index, Nanoseconds at, Tag tag);
    void disturb(Nanoseconds at, const DisturbanceParameters& parameters, Tag tag);
    std::optional<Crossing> pop();

    void take_currents();
    void change_plant(std::shared_ptr<Plant> changed);
    void accept(Nanoseconds at, Tag tag);
    void drive_tx();
    void switch_transient(Nanoseconds at, Plant::TransientPtr following);
    void follow(Nanoseconds at);
    void watch_bus(Nanoseconds at);
    void sense_disturbance();
    void on_crossing();
    void find_next();
    [[nodiscard]] BusTransient rx_transient() const {
        return {*transients.transient, plant->rx(), transients.start, disturbance.is_quiet() ? nullptr : &sensed};
    }
    [[nodiscard]] bool rx_settles_high();
    [[nodiscard]] double bus_current(Nanoseconds at) const;
    /// The same where `volts` has the voltage at a tap.
    template <class Volts>
    [[nodiscard]] double bus_current(Nanoseconds at, Volts volts) const;
    [[nodiscard]] double threshold_a(TxInput input) const;

    BusSlaves slaves;
    CableParameters cable;
    std::shared_ptr<Plant> plant;
    TransientView transients;
    TxInput tx = TxInput::low;
    Drive drive;
    std::optional<bool> rx_settled;  ///< level at which RX settles with the present inputs, once asked for
    std::unique_ptr<MasterReceiver> receiver;
    Disturbance disturbance;
    SensedDisturbance sensed;

    Nanoseconds now;
    Tag tx_tag{}, last_tag{};
    bool after_tx = false;  ///< the last input was TX: what RX does now is an echo
    bool bus_level = false, rx_echo = false, colliding = false;
    Expected bus_due;
    std::deque<Crossing> ready;  ///< of more slaves, at `now`
    FirstCrossing next;
};

Segment::State::State(const ConverterParameters& converter, const CableParameters& cable_parameters,
                      const std::vector<SlaveParameters>& parameters, Nanoseconds start)
    : slaves{parameters, cable_parameters.length_m},
      cable{cable_parameters},
      plant{shared_plant(converter, cable, slaves.taps())},
      now{start} {
    take_currents();
    drive_tx();
    transients = {plant.get(), plant->steady(drive), now};
    slaves.begin(transients);
    receiver = plant->kind().make_receiver(*plant, rx_transient().voltage(now));
    follow(now);
    find_next();
}

void Segment::State::drive_tx() {
    drive.tx_v = plant->tx_v(tx);
    drive.tx_driven = plant->is_driven(tx);
}

/// The currents at all taps.
void Segment::State::take_currents() {
    drive.tap_a.clear();
    for (std::size_t i = 0; i < slaves.taps().size(); ++i) drive.tap_a.push_back(slaves.nominal_a(i));
}

/// Takes note of an input at `at`.
void Segment::State::accept(Nanoseconds at, Tag tag) {
    if (at < now) throw std::invalid_argument{"circuit segment: an input lies before what has already happened"};
    now = at;
    last_tag = tag;
}

void Segment::State::set_tx(Nanoseconds at, TxInput input, Tag tag) {
    accept(at, tag);
    if (input == tx) return;
    tx = input;
    tx_tag = tag;
    after_tx = true;
    drive_tx();
    switch_transient(at, plant->change(transients.transient, at - transients.start, drive));
}

void Segment::State::set_slave_space(std::size_t index, Nanoseconds at, bool space, Tag tag) {
    const std::size_t tap = slaves.tap_of(index);
    accept(at, tag);
    if (slaves.sends_space(index) == space) return;
    slaves.set_space(index, space);
    after_tx = false;
    drive.tap_a[tap] = slaves.nominal_a(tap);
    switch_transient(at, plant->change(transients.transient, at - transients.start, drive));
}

void Segment::State::reconfigure(Nanoseconds at, const ConverterParameters& converter,
                                 const CableParameters& changed_cable, Tag tag) {
    if (converter.model != plant->converter().model || changed_cable.length_m != cable.length_m)
        throw std::invalid_argument{"circuit segment: the kind of converter and the line's length stay"};
    auto changed = shared_plant(converter, changed_cable, slaves.taps());
    accept(at, tag);
    cable = changed_cable;
    change_plant(std::move(changed));
}

/// From now on the network is another one.
void Segment::State::change_plant(std::shared_ptr<Plant> changed) {
    after_tx = false;
    const auto old = std::exchange(plant, std::move(changed));
    transients.plant = plant.get();
    drive_tx();
    receiver->adapt(*plant);
    switch_transient(now, plant->continue_from(*old, transients.transient, now - transients.start, drive));
}

std::size_t Segment::State::add_slave(Nanoseconds at, const SlaveParameters& parameters, Tag tag) {
    accept(at, tag);
    const std::size_t index = slaves.add(parameters);
    take_currents();
    change_plant(shared_plant(plant->converter(), cable, slaves.taps()));
    slaves.join(index, at, transients);
    find_next();
    return index;
}

void Segment::State::remove_slave(std::size_t index, Nanoseconds at, Tag tag) {
    accept(at, tag);
    slaves.remove(index);
    ready.erase(std::remove_if(ready.begin(), ready.end(), [&](const Crossing& each) { return each.slave == index; }),
                ready.end());
    take_currents();
    change_plant(shared_plant(plant->converter(), cable, slaves.taps()));
}

void Segment::State::disturb(Nanoseconds at, const DisturbanceParameters& parameters, Tag tag) {
    const Disturbance changed{parameters};
    accept(at, tag);
    disturbance = changed;
    transients.disturbance = disturbance.is_quiet() ? nullptr : &disturbance;
    follow(at);
    find_next();
}

void Segment::State::switch_transient(Nanoseconds at, Plant::TransientPtr following) {
    transients.transient = std::move(following);
    transients.start = at;
    rx_settled.reset();
    follow(at);
    find_next();
}

void Segment::State::follow(Nanoseconds at) {
    slaves.follow(at, transients);
    watch_bus(at);
    if (!disturbance.is_quiet()) sense_disturbance();
    receiver->follow(at, rx_transient(), after_tx && at == transients.start);
}

void Segment::State::watch_bus(Nanoseconds at) {
    const double middle_v = plant->middle_v(drive);
    const BusTransient seen = transients.terminals();
    bus_due = bus_level ? seen.falls_below(middle_v, at) : seen.rises_above(middle_v, at);
}

/// How far the present current is from making the receiver change its mind.
void Segment::State::sense_disturbance() {
    double farad = cable.extra_farad + cable.length_m * cable.farad_per_m;
    for (const Tap& tap : slaves.taps()) farad += tap.farad;
    double nominal_a = 0;
    for (const double amperes : drive.tap_a) nominal_a += amperes;
    const double sense_ohm = plant->kind().sense_ohm;
    sensed = {disturbance, farad, sense_ohm, sense_ohm > 0 ? 0.0 : threshold_a(tx) - nominal_a};
}

bool Segment::State::rx_settles_high() {
    if (!rx_settled) rx_settled = receiver->settles_high(plant->voltage(plant->operating_point(drive), plant->rx()));
    return *rx_settled;
}

void Segment::State::find_next() {
    next = {};
    if (!ready.empty()) {
        next.offer({ready.front().at}, ready.front());
        return;
    }
    next.offer(bus_due, {{}, What::bus_edge, 0, !bus_level, tx_tag});
    slaves.offer(next, tx_tag, last_tag);
    next.offer(receiver->collision(), {{}, What::collision, 0, !colliding, last_tag});
    const Expected& rx_due = receiver->due();
    if (rx_due.at >= next.due.at) return;
    const bool level = receiver->level();
    const bool echo = level ? after_tx && rx_due.certain && rx_settles_high() : rx_echo;
    next.offer(rx_due, {{}, What::rx, 0, !level, last_tag, echo});
}

std::optional<Crossing> Segment::State::pop() {
    if (next.due.at == never) throw std::logic_error{"circuit segment: no crossing is due"};
    const FirstCrossing popped = next;
    now = std::max(now, popped.due.at);
    if (ready.empty()) {
        on_crossing();
    } else {
        ready.pop_front();
    }
    find_next();
    if (!popped.due.certain) return std::nullopt;
    return popped.crossing;
}

/// Makes the change of the next crossing, unless it is only a search limit, and searches for the one
/// after.
void Segment::State::on_crossing() {
    const Crossing& crossing = next.crossing;
    const bool certain = next.due.certain;
    switch (crossing.what) {
        case What::bus_edge:
            if (certain) bus_level = crossing.level;
            return watch_bus(crossing.at);
        case What::rx:
            if (certain) rx_echo = crossing.echo;
            return receiver->on_due(rx_transient());
        case What::collision:
            if (certain) colliding = crossing.level;
            return receiver->on_collision_due(rx_transient());
        case What::slave_receiver:
        case What::slave_power: return slaves.on_crossing(next, transients, ready);
    }
}

template <class Volts>
double Segment::State::bus_current(Nanoseconds at, Volts volts) const {
    const auto& sinks = transients.transient->trajectory.stimulus().sink_a;
    const double time_s = seconds_between(transients.start, at);
    double sum = 0;
    for (std::size_t i = 0; i < slaves.taps().size(); ++i) sum += Network::sink_current(sinks[i].at(time_s), volts(i));
    return sum;
}

double Segment::State::bus_current(Nanoseconds at) const {
    return bus_current(at, [&](std::size_t tap) { return transients.tap(tap).voltage(at); });
}

/// Current at which RX goes low; 0 when it is low without any.
double Segment::State::threshold_a(TxInput input) const {
    const auto high_at = [&](double amperes) {
        Drive drawn{plant->tx_v(input), plant->is_driven(input), std::vector<double>(drive.tap_a.size(), 0.0)};
        drawn.tap_a[0] = amperes;
        return receiver->settles_high(plant->voltage(plant->operating_point(drawn, {}), plant->rx()));
    };
    double low = 0, high = 1.0;
    if (!high_at(low)) return 0.0;
    constexpr int halvings = 20;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (high_at(middle) ? low : high) = middle;
    }
    return low;
}

Segment::Segment(const ConverterParameters& converter, const CableParameters& cable,
                 const std::vector<SlaveParameters>& slaves, Nanoseconds start)
    : state_{std::make_unique<State>(converter, cable, slaves, start)} {}

Segment::~Segment() = default;
Segment::Segment(Segment&&) noexcept = default;
Segment& Segment::operator=(Segment&&) noexcept = default;

void Segment::set_tx(Nanoseconds at, TxInput input, Tag tag) {
    state_->set_tx(at, input, tag);
}

void Segment::set_slave_space(std::size_t slave, Nanoseconds at, bool space, Tag tag) {
    state_->set_slave_space(slave, at, space, tag);
}

void Segment::reconfigure(Nanoseconds at, const ConverterParameters& converter, const CableParameters& cable, Tag tag) {
    state_->reconfigure(at, converter, cable, tag);
}

std::size_t Segment::add_slave(Nanoseconds at, const SlaveParameters& slave, Tag tag) {
    return state_->add_slave(at, slave, tag);
}

void Segment::remove_slave(std::size_t slave, Nanoseconds at, Tag tag) {
    state_->remove_slave(slave, at, tag);
}

void Segment::disturb(Nanoseconds at, const DisturbanceParameters& disturbance, Tag tag) {
    state_->disturb(at, disturbance, tag);
}

std::optional<Nanoseconds> Segment::next() const {
    if (state_->next.due.at == never) return std::nullopt;
    return state_->next.due.at;
}

std::optional<Crossing> Segment::pop() {
    return state_->pop();
}

double Segment::bus_voltage(Nanoseconds at) const {
    return state_->transients.terminals().voltage(at);
}

double Segment::slave_voltage(std::size_t slave, Nanoseconds at) const {
    return state_->transients.tap(state_->slaves.tap_of(slave)).voltage(at);
}

double Segment::bus_current(Nanoseconds at) const {
    return state_->bus_current(at);
}

bool Segment::rx(Nanoseconds at) const {
    const Expected& due = state_->receiver->due();
    return state_->receiver->level() != (due.certain && due.at <= at);
}

std::vector<BusPoint> Segment::bus_curve(Nanoseconds from, Nanoseconds to) const {
    const TransientView& transients = state_->transients;
    const Trajectory& trajectory = transients.transient->trajectory;
    std::vector<BusPoint> points;
    constexpr std::size_t usual = 16;
    points.reserve(usual);
    const auto point = [&](Nanoseconds at, double volts) { return BusPoint{at, volts, bus_current(at)}; };
    points.push_back(point(from, bus_voltage(from)));
    transients.terminals().for_each_corner(from, to, [&](Nanoseconds at, double volts, std::size_t index) {
        const auto tap_v = [&](std::size_t tap) { return trajectory.voltage_at(transients.plant->tap(tap), index); };
        points.push_back({at, volts, state_->bus_current(at, tap_v)});
    });
    // The current has its corners where the slaves' edges end.
    for (const Ramp& edge : trajectory.stimulus().sink_a) {
        const Nanoseconds end = after(transients.start, edge.end_s);
        if (edge.from == edge.to || end <= from || to <= end) continue;
        const auto later = [](Nanoseconds at, const BusPoint& other) { return at < other.at; };
        points.insert(std::upper_bound(points.begin(), points.end(), end, later), point(end, bus_voltage(end)));
    }
    points.push_back(point(to, bus_voltage(to)));
    const auto same = [](const BusPoint& a, const BusPoint& b) { return a.at == b.at; };
    points.erase(std::unique(points.begin(), points.end(), same), points.end());
    return points;
}

double Segment::idle_current_share() const {
    const double rated_a = state_->plant->kind().rated_a;
    if (rated_a > 0) return state_->slaves.idle_a() / rated_a;
    const double threshold_a = state_->threshold_a(TxInput::high);
    return threshold_a > 0 ? state_->slaves.idle_a() / threshold_a : std::numeric_limits<double>::infinity();
}

}  // namespace otbench::circuit
