#include "circuit/segment.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <stdexcept>
#include <utility>

#include "circuit/plant.hpp"
#include "circuit/slave_receiver.hpp"

namespace otbench::circuit {
namespace {

constexpr double unit_load_a = 1.5e-3;  // EN 13757-2
constexpr double slave_power_v = 12.0;  // least bus voltage of a transceiver (spec: circuit, section 8)
constexpr double rx_logic_v = 1.65;     // what separates the levels of the controller's input: half of its 3.3 V
constexpr double no_input_ohm = 1e11;   // R1 open: the input's own pull-up decides

struct Slave {
    SlaveParameters parameters;
    std::size_t tap = 0;
    bool space = false;
};

/// Slaves at one tap that see, hear and know the same: their receivers are one.
struct Group {
    std::size_t tap;
    SlaveReceiver receiver;
    std::vector<std::size_t> members;
    bool powered = false;
    Expected power_due{};
};

void check(const SlaveParameters& slave) {
    for (const double value : {slave.unit_loads, slave.space_current_a, slave.receive_threshold_v, slave.input_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"slave: finite values, 0 or more"};
    }
    if (!(slave.distance_m >= 0)) throw std::invalid_argument{"slave: a distance of 0 m or more"};
}

}  // namespace

struct Segment::State {
    State(const ConverterParameters& converter, const CableParameters& cable,
          const std::vector<SlaveParameters>& parameters);

    void set_tx(Tick at, TxInput input, Tag tag);
    void set_slave_space(std::size_t index, Tick at, bool space, Tag tag);
    void reconfigure(Tick at, const ConverterParameters& converter, const CableParameters& cable, Tag tag);
    std::optional<Crossing> pop();
    void take(const Crossing& crossing, bool certain);
    void find_next();

    void place_slaves(double length_m);
    void accept(Tick at, Tag tag);
    void sum_up(std::size_t tap);
    void drive_tx();
    void lead_over(Tick at, Plant::CoursePtr following);
    void follow(Tick at);
    void watch_bus(Tick at);
    void watch_power(Group& group, Tick at);
    void watch_rx(Tick at);
    void offer(const Expected& due, const Crossing& crossing);
    [[nodiscard]] BusCourse course_of(const Probe& probe) const { return {*course, probe, start}; }
    [[nodiscard]] BusCourse course_at(const Group& group) const { return course_of(plant->tap(group.tap)); }
    [[nodiscard]] bool has_rx_input() const;
    [[nodiscard]] bool rx_rests_high();
    [[nodiscard]] double threshold_a() const;

    std::vector<Slave> slaves;
    std::vector<double> tap_m;
    std::vector<Tap> taps;
    std::vector<Group> groups;

    std::shared_ptr<Plant> plant;
    Plant::CoursePtr course;
    Tick start{};  ///< of the course
    TxInput tx = TxInput::low;
    Drive drive;
    std::optional<bool> rx_rest;  ///< level at which RX comes to rest with the present inputs, once asked for

    Tick now{};
    Tag tx_tag{}, last_tag{}, rx_tag{};
    bool after_tx = false;  ///< the last input was TX: what RX does now is an echo
    bool bus_level = false, rx_level = true, rx_echo = false;
    Expected bus_due, rx_due;
    std::deque<Crossing> ready;  ///< of groups, at `now`
    Expected next_due;
    Crossing next{};
};

Segment::State::State(const ConverterParameters& converter, const CableParameters& cable,
                      const std::vector<SlaveParameters>& parameters) {
    for (const auto& slave : parameters) {
        check(slave);
        slaves.push_back({slave});
    }
    place_slaves(cable.length_m);
    plant = std::make_shared<Plant>(converter, cable, taps);
    drive.tap_a.resize(taps.size());
    for (std::size_t i = 0; i < taps.size(); ++i) sum_up(i);
    drive_tx();
    course = plant->resting(drive);
    for (std::size_t i = 0; i < slaves.size(); ++i) {
        const auto& slave = slaves[i];
        const double threshold_v = slave.parameters.receive_threshold_v;
        const auto known = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
            return group.tap == slave.tap && group.receiver.threshold_v() == threshold_v;
        });
        if (known != groups.end()) {
            known->members.push_back(i);
            continue;
        }
        const double volts = course_of(plant->tap(slave.tap)).voltage(now);
        groups.push_back({slave.tap, SlaveReceiver{threshold_v, volts}, {i}});
    }
    rx_level = rx_rests_high();
    follow(now);
    find_next();
}

/// Gives every slave its tap; those at one place share one. A bus without slaves still has its end.
void Segment::State::place_slaves(double length_m) {
    for (const auto& slave : slaves) tap_m.push_back(std::min(slave.parameters.distance_m, length_m));
    if (tap_m.empty()) tap_m.push_back(length_m);
    std::sort(tap_m.begin(), tap_m.end());
    tap_m.erase(std::unique(tap_m.begin(), tap_m.end()), tap_m.end());
    for (const double distance_m : tap_m) taps.push_back({distance_m, 0.0});
    for (auto& slave : slaves) {
        const double at_m = std::min(slave.parameters.distance_m, length_m);
        slave.tap = static_cast<std::size_t>(std::find(tap_m.begin(), tap_m.end(), at_m) - tap_m.begin());
        taps[slave.tap].farad += slave.parameters.input_farad;
    }
}

/// Adds up what the slaves at a tap draw.
void Segment::State::sum_up(std::size_t tap) {
    double sum = 0;
    for (const auto& slave : slaves) {
        if (slave.tap != tap) continue;
        sum += slave.parameters.unit_loads * unit_load_a + (slave.space ? slave.parameters.space_current_a : 0.0);
    }
    drive.tap_a[tap] = sum;
}

/// Nothing pulls a floating input up, so that Q2 stays off.
void Segment::State::drive_tx() {
    drive.tx_v = tx == TxInput::high ? plant->converter().tx_high_v : 0.0;
    drive.tx_driven = tx != TxInput::floating;
}

/// Takes note of an input at `at`.
void Segment::State::accept(Tick at, Tag tag) {
    if (at < now) throw std::invalid_argument{"circuit segment: an input lies before what has already happened"};
    now = at;
    last_tag = rx_tag = tag;
}

void Segment::State::set_tx(Tick at, TxInput input, Tag tag) {
    accept(at, tag);
    if (input == tx) return;
    tx = input;
    tx_tag = tag;
    after_tx = true;
    drive_tx();
    lead_over(at, plant->change(course, at - start, drive));
}

void Segment::State::set_slave_space(std::size_t index, Tick at, bool space, Tag tag) {
    auto& slave = slaves.at(index);
    accept(at, tag);
    if (slave.space == space) return;
    slave.space = space;
    after_tx = false;
    sum_up(slave.tap);
    lead_over(at, plant->change(course, at - start, drive));
}

void Segment::State::reconfigure(Tick at, const ConverterParameters& converter, const CableParameters& cable, Tag tag) {
    auto changed = std::make_shared<Plant>(converter, cable, taps);
    accept(at, tag);
    after_tx = false;
    const auto old = std::exchange(plant, std::move(changed));
    drive_tx();
    lead_over(at, plant->take_over(*old, course, at - start, drive));
}

void Segment::State::lead_over(Tick at, Plant::CoursePtr following) {
    course = std::move(following);
    start = at;
    rx_rest.reset();
    follow(at);
    find_next();
}

void Segment::State::follow(Tick at) {
    for (auto& group : groups) {
        const BusCourse seen = course_at(group);
        group.receiver.follow(at, seen.voltage(at), seen);
        watch_power(group, at);
    }
    watch_bus(at);
    watch_rx(at);
}

void Segment::State::watch_power(Group& group, Tick at) {
    const BusCourse seen = course_at(group);
    group.power_due = group.powered ? seen.falls_below(slave_power_v, at) : seen.rises_above(slave_power_v, at);
}

void Segment::State::watch_bus(Tick at) {
    const double middle_v = plant->middle_v(drive);
    const BusCourse seen = course_of(plant->terminals());
    bus_due = bus_level ? seen.falls_below(middle_v, at) : seen.rises_above(middle_v, at);
}

/// Whether R1 joins the controller's input to the receiver; else its own pull-up decides.
bool Segment::State::has_rx_input() const {
    const auto r1 = plant->converter().resistors.find("r1");
    return r1 == plant->converter().resistors.end() || r1->second < no_input_ohm;
}

bool Segment::State::rx_rests_high() {
    if (!rx_rest) rx_rest = !has_rx_input() || plant->voltage(plant->rest(drive), plant->rx()) >= rx_logic_v;
    return *rx_rest;
}

void Segment::State::watch_rx(Tick at) {
    if (!has_rx_input()) {
        rx_due.at = rx_level ? never : at;
        return;
    }
    const BusCourse seen = course_of(plant->rx());
    rx_due = rx_level ? seen.falls_below(rx_logic_v, at) : seen.rises_above(rx_logic_v, at);
}

void Segment::State::offer(const Expected& due, const Crossing& crossing) {
    if (due.at >= next_due.at) return;
    next_due = due;
    next = crossing;
    next.at = due.at;
}

void Segment::State::find_next() {
    next_due = {};
    if (!ready.empty()) {
        offer({ready.front().at}, ready.front());
        return;
    }
    offer(bus_due, {{}, Crossing::What::bus_edge, 0, !bus_level, tx_tag});
    for (const auto& group : groups) {
        offer(group.receiver.due(),
              {{}, Crossing::What::slave_receiver, group.members[0], !group.receiver.level(), tx_tag});
    }
    for (const auto& group : groups) {
        offer(group.power_due, {{}, Crossing::What::slave_power, group.members[0], !group.powered, last_tag});
    }
    if (rx_due.at >= next_due.at) return;
    const bool echo = rx_level ? after_tx && rx_due.certain && rx_rests_high() : rx_echo;
    offer(rx_due, {{}, Crossing::What::rx, 0, !rx_level, rx_tag, echo});
}

std::optional<Crossing> Segment::State::pop() {
    if (next_due.at == never) throw std::logic_error{"circuit segment: no crossing is due"};
    const Crossing crossing = next;
    const bool certain = next_due.certain;
    now = std::max(now, crossing.at);
    if (ready.empty()) {
        take(crossing, certain);
    } else {
        ready.pop_front();
    }
    find_next();
    if (!certain) return std::nullopt;
    return crossing;
}

/// Makes the change that a crossing stands for, unless it was only to be looked for, and looks for the next of its
/// kind.
void Segment::State::take(const Crossing& crossing, bool certain) {
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const Group& each) { return each.members[0] == crossing.slave; });
    switch (crossing.what) {
        case Crossing::What::bus_edge:
            if (certain) bus_level = crossing.level;
            watch_bus(crossing.at);
            return;
        case Crossing::What::rx:
            if (certain) {
                rx_level = crossing.level;
                rx_echo = crossing.echo;
            }
            watch_rx(crossing.at);
            return;
        case Crossing::What::slave_receiver: group->receiver.take(course_at(*group)); break;
        case Crossing::What::slave_power:
            if (certain) group->powered = crossing.level;
            watch_power(*group, crossing.at);
            break;
    }
    if (!certain) return;
    for (auto member = group->members.begin() + 1; member != group->members.end(); ++member) {
        ready.push_back(crossing);
        ready.back().slave = *member;
    }
}

/// Idle current at which RX goes low in mark; 0 when it is low without any.
double Segment::State::threshold_a() const {
    const auto high_at = [&](double amperes) {
        Drive mark{plant->converter().tx_high_v, true, std::vector<double>(taps.size(), 0.0)};
        mark.tap_a[0] = amperes;
        return plant->voltage(plant->rest(mark, {}), plant->rx()) >= rx_logic_v;
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

Segment::Segment(ConverterParameters converter, CableParameters cable, std::vector<SlaveParameters> slaves)
    : state_{std::make_unique<State>(converter, cable, slaves)} {}

Segment::~Segment() = default;
Segment::Segment(Segment&&) noexcept = default;
Segment& Segment::operator=(Segment&&) noexcept = default;

void Segment::set_tx(Tick at, TxInput input, Tag tag) {
    state_->set_tx(at, input, tag);
}

void Segment::set_slave_space(std::size_t slave, Tick at, bool space, Tag tag) {
    state_->set_slave_space(slave, at, space, tag);
}

void Segment::reconfigure(Tick at, const ConverterParameters& converter, const CableParameters& cable, Tag tag) {
    state_->reconfigure(at, converter, cable, tag);
}

std::optional<Tick> Segment::next() const {
    if (state_->next_due.at == never) return std::nullopt;
    return state_->next_due.at;
}

std::optional<Crossing> Segment::pop() {
    return state_->pop();
}

double Segment::bus_voltage(Tick at) const {
    return state_->course_of(state_->plant->terminals()).voltage(at);
}

double Segment::slave_voltage(std::size_t slave, Tick at) const {
    return state_->course_of(state_->plant->tap(state_->slaves.at(slave).tap)).voltage(at);
}

double Segment::bus_current(Tick at) const {
    const auto inputs = state_->course->trajectory.stimulus().at(seconds_between(state_->start, at));
    double sum = 0;
    for (std::size_t i = 0; i < state_->taps.size(); ++i) {
        sum += Network::sink_current(inputs.sink_a[i], state_->course_of(state_->plant->tap(i)).voltage(at));
    }
    return sum;
}

bool Segment::rx(Tick at) const {
    const Expected& due = state_->rx_due;
    return state_->rx_level != (due.certain && due.at <= at);
}

std::vector<VoltagePoint> Segment::bus_curve(Tick from, Tick to) const {
    std::vector<VoltagePoint> points{{from, bus_voltage(from)}};
    state_->course_of(state_->plant->terminals()).append_corners(from, to, points);
    points.push_back({to, bus_voltage(to)});
    return points;
}

double Segment::idle_current_share() const {
    double idle_a = 0;
    for (const auto& slave : state_->slaves) idle_a += slave.parameters.unit_loads * unit_load_a;
    const double threshold_a = state_->threshold_a();
    return threshold_a > 0 ? idle_a / threshold_a : std::numeric_limits<double>::infinity();
}

}  // namespace otbench::circuit
