#include "sim/simulated_bus.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/time.hpp"
#include "circuit/segment/converter_kind.hpp"
#include "sim/now.hpp"

namespace otbench::sim {
namespace {

using firmware::PinDrive;
using What = circuit::Crossing::What;

circuit::Tag tag_of(Cause cause) {
    return circuit::Tag{std::uint64_t(cause)};
}
Cause cause_of(circuit::Tag tag) {
    return Cause{std::uint64_t(tag)};
}

/// What the converter's base resistor sees of a pin: a pull-up feeds its transistor well enough for a mark.
circuit::TxInput tx_input(PinDrive drive) {
    switch (drive) {
        case PinDrive::output_high:
        case PinDrive::pulled_up: return circuit::TxInput::high;
        case PinDrive::output_low: return circuit::TxInput::low;
        case PinDrive::floating: break;
    }
    return circuit::TxInput::floating;
}

const char* level_name(bool mark) {
    return mark ? "mark" : "space";
}

}  // namespace

/// One meter at its place on the line.
class SimulatedBus::MeterPort : public meters::CurrentOutput, public AttachedMeter {
public:
    MeterPort(SimulatedBus& bus, std::size_t index, std::unique_ptr<meters::Meter> meter)
        : bus_(bus), index_(index), meter_(std::move(meter)) {
        meter_->connect(*this, bus.events_);
    }

    void space_current(Nanoseconds /*at*/, bool on, Cause cause) override {
        const bool before = draws();
        sends_ = on;
        if (draws() != before) bus_.slave_current(index_, draws(), cause);
    }
    void hold_space(bool held, Cause cause) override {
        const bool before = draws();
        held_ = held;
        if (draws() != before) bus_.slave_current(index_, draws(), cause);
        bus_.schedule_wake();
    }
    /// It falls silent for good.
    void fall_silent(Cause cause) {
        const bool before = draws();
        sends_ = held_ = false;
        if (before) bus_.slave_current(index_, false, cause);
    }
    /// Whether it draws its space current.
    [[nodiscard]] bool draws() const { return sends_ || held_; }
    meters::Meter& meter() override {
        bus_.look_at(index_);
        return *meter_;
    }
    /// For the bus, which itself takes note of what it changes.
    [[nodiscard]] meters::Meter& own_meter() { return *meter_; }
    [[nodiscard]] const meters::Meter& own_meter() const { return *meter_; }
    [[nodiscard]] std::size_t index() const { return index_; }

private:
    SimulatedBus& bus_;
    std::size_t index_;
    std::unique_ptr<meters::Meter> meter_;
    bool sends_ = false, held_ = false;
};

SimulatedBus::SimulatedBus(std::string name, const circuit::ConverterParameters& converter,
                           const circuit::CableParameters& cable, const std::vector<circuit::SlaveParameters>& slaves,
                           EventLog& log, VcdWriter& waves)
    : name_(std::move(name)),
      converter_(converter),
      cable_(cable),
      segment_(converter, cable, slaves, now()),
      log_(log),
      waves_(waves),
      events_(log),
      last_activity_(now()),
      written_(now()),
      tx_wave_(waves.add_level(name_, "tx", false)),
      rx_wave_(waves.add_level(name_, "rx", segment_.rx(now()))),
      bus_waves_(waves, name_, now()) {
    line_.rx = segment_.rx(now());
    line_.rx_since = now();
    waves_.add_source(*this);
    waves_.add_point(now(), tx_wave_, 0.0);
    waves_.add_point(now(), rx_wave_, line_.rx ? 1.0 : 0.0);
}

SimulatedBus::~SimulatedBus() {
    if (waves_.is_open()) SimulatedBus::catch_up();
    waves_.remove_source(*this);
}

AttachedMeter& SimulatedBus::attach_meter(std::unique_ptr<meters::Meter> meter) {
    places_.push_back({std::make_unique<MeterPort>(*this, places_.size(), std::move(meter))});
    wakes_.push_back(never);
    return *places_.back().meter;
}

AttachedMeter& SimulatedBus::add_meter(std::unique_ptr<meters::Meter> meter,
                                       const circuit::SlaveParameters& transceiver, Cause cause) {
    begin_transient();
    segment_.add_slave(now(), transceiver, tag_of(cause));
    AttachedMeter& attached = attach_meter(std::move(meter));
    schedule_wake();
    return attached;
}

void SimulatedBus::remove_meter(AttachedMeter& meter, Cause cause) {
    auto& port = static_cast<MeterPort&>(meter);
    port.fall_silent(cause);
    begin_transient();
    const std::size_t index = port.index();
    segment_.remove_slave(index, now(), tag_of(cause));
    places_[index].meter.reset();
    note_wake(index);
    schedule_wake();
}

std::function<void(bool, Cause)> SimulatedBus::attach_slave(LineSlave& slave) {
    const std::size_t index = places_.size();
    places_.push_back({nullptr, &slave});
    wakes_.push_back(never);
    return [this, index](bool space, Cause cause) {
        slave_current(index, space, cause);
        schedule_wake();
    };
}

void SimulatedBus::attach_tx(firmware::PinBank& pins, int pin) {
    pins.on_drive(pin, [this](Nanoseconds, PinDrive drive, Cause cause) { tx_changed(drive, cause); });
    if (firmware::PinBank::is_driven(pins.drive(pin))) tx_changed(pins.drive(pin), Cause::none);
}

void SimulatedBus::attach_rx(firmware::PinBank& pins, int pin) {
    rx_pins_ = &pins;
    rx_pin_ = pin;
    pins.set_external(pin, now(), segment_.rx(now()), Cause::none);
}

void SimulatedBus::capture_in(bus::LineCapture& capture) {
    events_.note_in(capture);
    capture_.emplace(capture, [this] { return capture_format(); });
}

bus::UartFormat SimulatedBus::capture_format() const {
    const auto first = std::find_if(places_.begin(), places_.end(), [](const Place& place) { return !!place.meter; });
    constexpr double usual_baud = 2400;
    return bus::UartFormat{first == places_.end() ? usual_baud : first->meter->own_meter().baud()};
}

void SimulatedBus::advance_capture() {
    if (capture_) capture_->hand_over_complete(now());
}

const LineRecord& SimulatedBus::line() {
    record_levels();
    return line_;
}

std::vector<std::string> SimulatedBus::findings() {
    const double share = segment_.idle_current_share();
    constexpr double rounding = 1e-9;  // as many unit loads as it is rated for are not too many
    if (converter_kind(converter_.model).rated_a > 0 && share > 1.0 + rounding)
        return {fmt::format("the meters' idle current of {:.0f} mA is more than the converter is rated for",
                            line().idle_a * 1e3)};
    if (segment_.rx(now()) || sending_ > 0) return {};
    std::string why = "although no meter sends";
    if (std::isinf(share))
        why = "whatever the meters do: the converter's receiver sticks";
    else if (share >= 1.0)
        why = fmt::format(
            "because the meters' idle current of {:.1f} mA is {:.0f} % of what the converter takes for a space",
            line().idle_a * 1e3, share * 100);
    return {fmt::format("RX has been stuck low since {:.3f} s, {}; nothing can be received", in_seconds(line_.rx_since),
                        why)};
}

void SimulatedBus::run_due() {
    const Nanoseconds at = now();
    for (auto due = wakes_.begin();;) {
        for (auto next = segment_.next(); next && *next <= at; next = segment_.next()) {
            const auto crossing = segment_.pop();
            process_.did_one(crossing ? whose(*crossing) : std::string_view{name_});
            if (crossing) on_crossing(*crossing);
            due = wakes_.begin();
        }
        if (break_end_ && *break_end_ <= at) {
            end_break();
            due = wakes_.begin();
        }
        // Without a crossing since, the meters in front of the last one that woke have nothing to do.
        due = std::find_if(due, wakes_.end(), [&](Nanoseconds wake) { return wake <= at; });
        if (due == wakes_.end()) break;
        const auto slave = static_cast<std::size_t>(due - wakes_.begin());
        meters::Meter& meter = places_[slave].meter->own_meter();
        process_.did_one(meter.name());
        meter.wake(at);
        note_wake(slave);
    }
    schedule_wake();
}

/// After each call of the meter at that place.
void SimulatedBus::note_wake(std::size_t slave) {
    const Place& place = places_[slave];
    wakes_[slave] = place.meter ? place.meter->own_meter().next_wake().value_or(never) : never;
}

/// Somebody may change the meter at that place now.
void SimulatedBus::look_at(std::size_t slave) {
    wakes_[slave] = now();
    process_.set(now());
}

void SimulatedBus::schedule_wake() {
    std::optional<Nanoseconds> next = segment_.next();
    if (break_end_ && (!next || *break_end_ < *next)) next = break_end_;
    Nanoseconds wake = never;  // the value alone is found twice as fast as its place
    for (const Nanoseconds each : wakes_) wake = std::min(wake, each);
    if (wake != never && (!next || wake < *next)) next = wake;
    process_.set(next);
}

void SimulatedBus::set_powered(bool powered, Cause cause) {
    if (powered == powered_) return;
    powered_ = powered;
    reconfigure(converter_, cable_, cause);
}

void SimulatedBus::set_tx_connected(bool connected, Cause cause) {
    if (connected == tx_connected_) return;
    tx_connected_ = connected;
    drive_tx(cause);
}

void SimulatedBus::reconfigure(const circuit::ConverterParameters& converter, const circuit::CableParameters& cable,
                               Cause cause) {
    begin_transient();
    circuit::ConverterParameters supplied = converter;
    if (!powered_) supplied.supply_v = 0.0;
    segment_.reconfigure(now(), supplied, cable, tag_of(cause));
    converter_ = converter;
    cable_ = cable;
    schedule_wake();
}

void SimulatedBus::disturb(const circuit::DisturbanceParameters& disturbance, Cause cause) {
    segment_.disturb(now(), disturbance, tag_of(cause));
    schedule_wake();
}

void SimulatedBus::tx_changed(PinDrive drive, Cause cause) {
    tx_drive_ = drive;
    drive_tx(cause);
}

void SimulatedBus::drive_tx(Cause cause) {
    begin_transient();
    circuit::TxInput input = tx_connected_ ? tx_input(tx_drive_) : circuit::TxInput::floating;
    if (break_end_) input = circuit::TxInput::low;
    tx_mark_ = input == circuit::TxInput::high;
    waves_.change(now(), tx_wave_, tx_mark_);
    if (capture_) capture_->edge(bus::Direction::from_master, now(), tx_mark_);
    segment_.set_tx(now(), input, tag_of(cause));
    schedule_wake();
}

/// Of a standard master that sees a collision: a space so long that every slave falls silent.
void SimulatedBus::send_break(Cause cause) {
    ++line_.collision_count;
    const Cause event = events_.record(now(), event::collision, cause, {{"amperes", segment_.bus_current(now())}});
    break_end_ = now() + std::chrono::duration_cast<Nanoseconds>(
                             std::chrono::duration<double>(converter_kind(converter_.model).break_s));
    drive_tx(event);
}

void SimulatedBus::end_break() {
    break_end_.reset();
    drive_tx(Cause::none);
}

const std::string& SimulatedBus::name_of(std::size_t slave) {
    const Place& place = places_.at(slave);
    return place.meter ? place.meter->own_meter().name() : place.other->label();
}

void SimulatedBus::slave_current(std::size_t slave, bool on, Cause cause) {
    begin_transient();
    const Cause event =
        log_.record_from(name_of(slave), now(), event::meter_current, cause, {{"level", level_name(!on)}});
    sending_ = on ? sending_ + 1 : sending_ - 1;
    if (capture_) capture_->edge(bus::Direction::from_slave, now(), sending_ == 0);
    segment_.set_slave_space(slave, now(), on, tag_of(event));
}

void SimulatedBus::receiver_changed(const circuit::Crossing& crossing, Cause cause) {
    const Cause event = log_.record_from(name_of(crossing.slave), now(), event::receiver_edge, cause,
                                         {{"level", level_name(crossing.level)}});
    const Place& place = places_.at(crossing.slave);
    if (place.meter) {
        place.meter->own_meter().line(now(), crossing.level, event);
        note_wake(crossing.slave);
    } else {
        place.other->line(now(), crossing.level, event);
    }
}

std::string_view SimulatedBus::whose(const circuit::Crossing& crossing) {
    const bool of_slave = crossing.what == What::slave_receiver || crossing.what == What::slave_power;
    return of_slave ? name_of(crossing.slave) : name_;
}

void SimulatedBus::on_crossing(const circuit::Crossing& crossing) {
    advance_waves();
    const Cause cause = cause_of(crossing.tag);
    switch (crossing.what) {
        case What::bus_edge:
            log_.record(now(), event::bus_edge, cause,
                        {{"level", level_name(crossing.level)}, {"volts", segment_.bus_voltage(now())}});
            break;
        case What::slave_receiver: receiver_changed(crossing, cause); break;
        case What::slave_power:
            log_.record_from(name_of(crossing.slave), now(), event::bus_power, cause, {{"on", crossing.level}});
            if (const Place& place = places_.at(crossing.slave); place.meter) {
                place.meter->own_meter().power(now(), crossing.level);
                note_wake(crossing.slave);
            }
            break;
        case What::rx: rx_changed(crossing, cause); break;
        case What::collision:
            if (crossing.level && !break_end_) send_break(cause);
            break;
    }
}

void SimulatedBus::rx_changed(const circuit::Crossing& crossing, Cause cause) {
    waves_.change(now(), rx_wave_, crossing.level);
    if (!crossing.level && !crossing.echo) ++line_.rx_low_count;
    line_.rx = crossing.level;
    line_.rx_since = now();
    const Cause event =
        log_.record(now(), event::rx_edge, cause, {{"level", crossing.level ? 1 : 0}, {"echo", crossing.echo}});
    if (rx_pins_) rx_pins_->set_external(rx_pin_, now(), crossing.level, event);
}

/// Before an input changes the line: remembers the levels at which it stood.
void SimulatedBus::record_levels() {
    advance_waves();
    const double amperes = segment_.bus_current(now());
    if (sending_ > 0) {
        line_.space_a = amperes;
        return;
    }
    line_.idle_a = amperes;
    (tx_mark_ ? line_.mark_v : line_.space_v) = segment_.bus_voltage(now());
}

/// What comes next follows from an input that changes now.
void SimulatedBus::begin_transient() {
    record_levels();
    last_activity_ = now();
    bus_waves_.begin_edge();
}

/// Draws the voltage and the current up to now.
void SimulatedBus::advance_waves() {
    if (!bus_waves_.is_wanted()) return;
    bus_waves_.add(segment_.bus_curve(written_, now()));
    written_ = now();
    waves_.write_out_many();
}

void SimulatedBus::catch_up() {
    advance_waves();
    bus_waves_.end_lines();
}

std::unique_ptr<BusSegment> make_bus_segment(const std::string& name, const circuit::ConverterParameters& converter,
                                             const circuit::CableParameters& cable,
                                             const std::vector<circuit::SlaveParameters>& slaves, EventLog& log,
                                             VcdWriter& waves) {
    return std::make_unique<SimulatedBus>(name, converter, cable, slaves, log, waves);
}

}  // namespace otbench::sim
