#include "circuit/segment.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include "circuit/dc_levels.hpp"
#include "circuit/edges.hpp"
#include "circuit/rx_output.hpp"
#include "circuit/slave_receiver.hpp"

namespace otbench::circuit {
namespace {

constexpr double unit_load_a = 1.5e-3;  // EN 13757-2
constexpr double slave_power_v = 12.0;  // least bus voltage of a transceiver (spec: circuit, section 8)
// RX against the current through Q1, read off the recorded delays of spec: circuit, section 3.
constexpr double sense_release_s = 0.55e-6;  // high, once Q1 carries no current any more
constexpr double sense_return_s = 0.09e-6;   // low, once it does again

/// The two operating points that belong to one current of the slaves.
struct Levels {
    double nominal_a = -1.0;
    OperatingPoint mark;
    OperatingPoint space;

    [[nodiscard]] const OperatingPoint& of(BusState state) const { return state == BusState::mark ? mark : space; }
};

/// Operating points by load; a bus has few different ones at a time, so a handful is kept.
class LevelCache {
public:
    Levels find(const DcLevels& dc, const BusLoad& load) {
        const auto known = std::find_if(entries_.begin(), entries_.end(),
                                        [&](const Levels& levels) { return levels.nominal_a == load.nominal_a; });
        if (known != entries_.end()) return *known;
        auto& entry = entries_[next_];
        next_ = (next_ + 1) % entries_.size();
        entry = {load.nominal_a, dc.operating_point(BusState::mark, load), dc.operating_point(BusState::space, load)};
        return entry;
    }

private:
    std::array<Levels, 8> entries_;
    std::size_t next_ = 0;
};

struct Slave {
    SlaveParameters parameters;
    SlaveReceiver receiver;
    bool space = false;
    bool powered = false;
};

const SlaveParameters& checked(const SlaveParameters& slave) {
    for (const double value : {slave.unit_loads, slave.space_current_a, slave.receive_threshold_v, slave.input_farad}) {
        if (!(value >= 0) || !std::isfinite(value)) throw std::invalid_argument{"slave: finite values, 0 or more"};
    }
    return slave;
}

double input_farad(const std::vector<SlaveParameters>& slaves) {
    double sum = 0;
    for (const auto& slave : slaves) sum += checked(slave).input_farad;
    return sum;
}

}  // namespace

struct Segment::State {
    State(const ConverterParameters& converter, const CableParameters& cable,
          const std::vector<SlaveParameters>& parameters);

    void set_tx(Tick at, BusState wanted, Tag tag);
    void set_slave_space(std::size_t index, Tick at, bool space, Tag tag);
    Crossing pop();
    void find_next();

    void accept(Tick at);
    [[nodiscard]] BusLoad load() const;
    [[nodiscard]] double far_v(const OperatingPoint& point) const { return cut ? 0.0 : point.slave_v; }
    [[nodiscard]] SpaceEdge space_edge(double mark_v, double end_v) const;
    void follow(Tick at, const BusCourse& terminals_after, const BusCourse& far_after);
    void fall(Tick at);
    void rise(Tick at);
    void shift(Tick at);
    void plan_rx(Tick at, double delay_s, Tag tag);
    [[nodiscard]] double sense_delay(const OperatingPoint& from, const OperatingPoint& to) const;

    DcLevels dc;
    Line line;
    bool cut;
    std::vector<Slave> slaves;
    LevelCache cache;

    BusState state = BusState::space;
    Levels levels;
    BusCourse terminals;
    BusCourse far;
    RxOutput rx;

    Tick now{};
    Tag tx_tag{};
    Tag last_tag{};
    bool bus_level = false;
    Tick bus_edge_due = never;
    Tick power_due = never;
    std::optional<Crossing> next;
};

Segment::State::State(const ConverterParameters& converter, const CableParameters& cable,
                      const std::vector<SlaveParameters>& parameters)
    : dc{converter}, line{Line::of(cable, input_farad(parameters))}, cut{cable.cut}, rx{true} {
    double nominal_a = 0;
    for (const auto& slave : parameters) nominal_a += slave.unit_loads * unit_load_a;
    levels = cache.find(dc, {cut ? 0.0 : nominal_a, line.ohm});
    terminals = BusCourse::steady(now, levels.space.bus_v);
    far = BusCourse::steady(now, far_v(levels.space));
    for (const auto& slave : parameters) {
        slaves.push_back({slave, SlaveReceiver{slave.receive_threshold_v, far.end_v()}});
    }
    rx = RxOutput{dc.rx_level(state, levels.space)};
    follow(now, terminals, far);
    find_next();
}

/// Takes note of an input at `at`.
void Segment::State::accept(Tick at) {
    if (at < now) throw std::invalid_argument{"circuit segment: an input lies before what has already happened"};
    now = at;
}

BusLoad Segment::State::load() const {
    if (cut) return {};
    double nominal_a = 0;
    for (const auto& slave : slaves) {
        nominal_a += slave.parameters.unit_loads * unit_load_a + (slave.space ? slave.parameters.space_current_a : 0.0);
    }
    return {nominal_a, line.ohm};
}

SpaceEdge Segment::State::space_edge(double mark_v, double end_v) const {
    const auto& p = dc.parameters();
    return SpaceEdge{{mark_v, mark_v - end_v, dc.divider_v(), levels.mark.load_a, p.r8, p.tx_high_v, line.total_farad}};
}

void Segment::State::set_tx(Tick at, BusState wanted, Tag tag) {
    accept(at);
    if (wanted == state) return;
    state = wanted;
    tx_tag = last_tag = tag;
    if (state == BusState::space) {
        fall(at);
    } else {
        rise(at);
    }
    plan_rx(at, sense_return_s, tag);
    find_next();
}

void Segment::State::fall(Tick at) {
    const auto course = [&](const BusCourse& present, double mark_v, double end_v) {
        const double from_v = present.voltage(at);
        const double origin_v = std::max(mark_v, from_v);
        return BusCourse::falling(at, space_edge(origin_v, end_v), origin_v, from_v, end_v);
    };
    follow(at, course(terminals, levels.mark.bus_v, levels.space.bus_v),
           course(far, far_v(levels.mark), far_v(levels.space)));
}

void Segment::State::rise(Tick at) {
    const double span_v = levels.mark.bus_v - levels.space.bus_v;
    const double way = span_v > 0 ? std::clamp((levels.mark.bus_v - terminals.voltage(at)) / span_v, 0.0, 1.0) : 0.0;
    if (way > 0) {
        rx.echo(after(at, echo_start_s), after(at, echo_start_s + way * echo_width(line)), tx_tag);
    }
    const auto course = [&](const BusCourse& present, double delay_s, double space_v, double end_v) {
        return BusCourse::rising(at, MarkEdge{line.terminal_farad, delay_s}, space_v, present.voltage(at), end_v);
    };
    follow(at, course(terminals, 0.0, levels.space.bus_v, levels.mark.bus_v),
           course(far, line.delay_s, far_v(levels.space), far_v(levels.mark)));
}

void Segment::State::set_slave_space(std::size_t index, Tick at, bool space, Tag tag) {
    accept(at);
    auto& slave = slaves.at(index);
    if (slave.space == space) return;
    slave.space = space;
    if (cut) return;
    const Levels before = std::exchange(levels, cache.find(dc, load()));
    last_tag = tag;
    shift(at);
    plan_rx(at, sense_delay(before.of(state), levels.of(state)), tag);
    find_next();
}

/// The bus goes to the levels of another load: a space edge goes on with another slope, all else follows at once.
void Segment::State::shift(Tick at) {
    const auto course = [&](const BusCourse& present, double end_v) {
        if (present.is_falling(at)) {
            return present.continued(at, space_edge(present.mark_v(), end_v), end_v);
        }
        return present.is_rising(at) ? present.retargeted(end_v) : BusCourse::steady(at, end_v);
    };
    const auto& point = levels.of(state);
    follow(at, course(terminals, point.bus_v), course(far, far_v(point)));
}

void Segment::State::follow(Tick at, const BusCourse& terminals_after, const BusCourse& far_after) {
    for (auto& slave : slaves) slave.receiver.follow(at, far, far_after);
    terminals = terminals_after;
    far = far_after;

    const double middle_v = 0.5 * (levels.mark.bus_v + levels.space.bus_v);
    bus_edge_due = bus_level ? terminals.falls_to(middle_v) : terminals.rises_to(middle_v);

    const bool powered = far.voltage(at) >= slave_power_v;
    const bool will_be = far.end_v() >= slave_power_v;
    power_due = will_be ? far.rises_to(slave_power_v) : far.falls_to(slave_power_v);
    if (powered == will_be) power_due = at;
}

/// While the bus falls Q1 carries no current and RX is high, whatever the slaves draw; else the current decides, and
/// RX follows `delay_s` later.
void Segment::State::plan_rx(Tick at, double delay_s, Tag tag) {
    const auto& point = levels.of(state);
    const bool rest_level = dc.rx_level(state, point);
    if (!terminals.is_falling(at) || dc.rx_high_v(point.supply_v) <= rx_logic_v) {
        rx.plan(at, {after(at, delay_s), rest_level, tag}, std::nullopt);
        return;
    }
    std::optional<RxOutput::Change> return_to_low;
    if (!rest_level) return_to_low = RxOutput::Change{after(terminals.settled(), sense_return_s), false, tx_tag};
    const double release_s = space_edge(levels.mark.bus_v, levels.space.bus_v).dead_time() + sense_release_s;
    rx.plan(at, {after(at, release_s), true, tag}, return_to_low);
}

/// From the switch of a slave to RX, when the load goes from one operating point to another.
double Segment::State::sense_delay(const OperatingPoint& from, const OperatingPoint& to) const {
    const bool more = to.emitter_a > from.emitter_a;
    const auto& high = more ? to : from;
    CurrentStep step;
    step.low_a = more ? from.emitter_a : to.emitter_a;
    step.high_a = high.emitter_a;
    step.threshold_a = dc.emitter_threshold(state, high.supply_v);
    if (step.threshold_a <= step.low_a || step.threshold_a >= step.high_a) return sense_return_s;
    step.recovery_v = high.mbus_minus_v() - dc.mbus_minus(state, high.supply_v, step.threshold_a);
    step.thermal_v = dc.thermal_v();
    step.terminal_farad = line.terminal_farad;
    return line.delay_s + 0.5 * slave_ramp_s + (more ? rx_fall_delay(step) : rx_rise_delay(step));
}

void Segment::State::find_next() {
    next.reset();
    const auto offer = [this](Tick at, Crossing::What what, std::size_t slave, bool level, Tag tag, bool echo = false) {
        if (at == never || (next && next->at <= at)) return;
        next = Crossing{at, what, slave, level, tag, echo};
    };
    offer(bus_edge_due, Crossing::What::bus_edge, 0, !bus_level, tx_tag);
    for (std::size_t i = 0; i < slaves.size(); ++i) {
        offer(slaves[i].receiver.due(), Crossing::What::slave_receiver, i, !slaves[i].receiver.level(), tx_tag);
    }
    const bool power = far.end_v() >= slave_power_v;
    for (std::size_t i = 0; i < slaves.size(); ++i) {
        if (slaves[i].powered != power) offer(power_due, Crossing::What::slave_power, i, power, last_tag);
    }
    if (const auto change = rx.next()) {
        offer(std::max(change->at, now), Crossing::What::rx, 0, change->level, change->tag, change->echo);
    }
}

Crossing Segment::State::pop() {
    if (!next) throw std::logic_error{"circuit segment: no crossing is due"};
    const Crossing crossing = *next;
    now = crossing.at;
    switch (crossing.what) {
        case Crossing::What::bus_edge:
            bus_level = crossing.level;
            bus_edge_due = never;
            break;
        case Crossing::What::slave_receiver: slaves[crossing.slave].receiver.take(far); break;
        case Crossing::What::slave_power: slaves[crossing.slave].powered = crossing.level; break;
        case Crossing::What::rx: rx.take(); break;
    }
    find_next();
    return crossing;
}

Segment::Segment(ConverterParameters converter, CableParameters cable, std::vector<SlaveParameters> slaves)
    : state_{std::make_unique<State>(converter, cable, slaves)} {}

Segment::~Segment() = default;
Segment::Segment(Segment&&) noexcept = default;
Segment& Segment::operator=(Segment&&) noexcept = default;

void Segment::set_tx(Tick at, TxInput input, Tag tag) {
    // Nothing pulls a floating input up, so that Q2 stays off.
    state_->set_tx(at, input == TxInput::high ? BusState::mark : BusState::space, tag);
}

void Segment::set_slave_space(std::size_t slave, Tick at, bool space, Tag tag) {
    state_->set_slave_space(slave, at, space, tag);
}

std::optional<Tick> Segment::next() const {
    if (!state_->next) return std::nullopt;
    return state_->next->at;
}

Crossing Segment::pop() {
    return state_->pop();
}

double Segment::bus_voltage(Tick at) const {
    return state_->terminals.voltage(at);
}

double Segment::slave_voltage(std::size_t slave, Tick at) const {
    static_cast<void>(state_->slaves.at(slave));
    return state_->far.voltage(at);
}

double Segment::bus_current(Tick at) const {
    const bool settled = at >= state_->terminals.settled();
    return settled ? state_->levels.of(state_->state).load_a : state_->levels.mark.load_a;
}

bool Segment::rx(Tick at) const {
    return state_->rx.level(at);
}

std::vector<VoltagePoint> Segment::bus_curve(Tick from, Tick to) const {
    std::vector<VoltagePoint> points{{from, bus_voltage(from)}};
    state_->terminals.append_corners(from, to, points);
    points.push_back({to, bus_voltage(to)});
    return points;
}

double Segment::idle_current_share() const {
    double idle_a = 0;
    if (!state_->cut) {
        for (const auto& slave : state_->slaves) idle_a += slave.parameters.unit_loads * unit_load_a;
    }
    const double threshold_a = state_->dc.rx_threshold(BusState::mark);
    return threshold_a > 0 ? idle_a / threshold_a : std::numeric_limits<double>::infinity();
}

}  // namespace otbench::circuit
