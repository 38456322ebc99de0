#include "sim/segment_module.hpp"

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
class SegmentModule::MeterPort : public meters::CurrentOutput, public AttachedMeter {
public:
    MeterPort(SegmentModule& bus, std::size_t index, std::unique_ptr<meters::Meter> meter)
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
    /// Whether it draws its space current.
    [[nodiscard]] bool draws() const { return sends_ || held_; }
    meters::Meter& meter() override { return *meter_; }

private:
    SegmentModule& bus_;
    std::size_t index_;
    std::unique_ptr<meters::Meter> meter_;
    bool sends_ = false, held_ = false;
};

SegmentModule::SegmentModule(sc_core::sc_module_name name, const circuit::ConverterParameters& converter,
                             const circuit::CableParameters& cable, std::vector<circuit::SlaveParameters> slaves,
                             EventLog& log, VcdWriter& waves)
    : sc_module(name),
      converter_(converter),
      cable_(cable),
      segment_(converter, cable, std::move(slaves)),
      log_(log),
      waves_(waves),
      events_(log),
      tx_wave_(waves.add_level(this->name(), "tx", false)),
      rx_wave_(waves.add_level(this->name(), "rx", segment_.rx(Nanoseconds{0}))),
      voltage_wave_(waves.add_real(this->name(), "bus_voltage", 0.0)),
      current_wave_(waves.add_real(this->name(), "bus_current_ma", 0.0)) {
    line_.rx = segment_.rx(Nanoseconds{0});
    SC_METHOD(run_due);
    sensitive << wake_up_.event();
}

SegmentModule::~SegmentModule() = default;

AttachedMeter& SegmentModule::attach_meter(std::unique_ptr<meters::Meter> meter) {
    meters_.push_back(std::make_unique<MeterPort>(*this, meters_.size(), std::move(meter)));
    return *meters_.back();
}

std::function<void(bool, Cause)> SegmentModule::attach_slave(LineSlave& slave) {
    const std::size_t index = meters_.size() + others_.size();
    others_.push_back(&slave);
    return [this, index](bool space, Cause cause) {
        slave_current(index, space, cause);
        schedule_wake();
    };
}

void SegmentModule::attach_tx(firmware::PinBank& pins, int pin) {
    pins.on_drive(pin, [this](Nanoseconds, PinDrive drive, Cause cause) { tx_changed(drive, cause); });
    if (firmware::PinBank::is_driven(pins.drive(pin))) tx_changed(pins.drive(pin), Cause::none);
}

void SegmentModule::attach_rx(firmware::PinBank& pins, int pin) {
    rx_pins_ = &pins;
    rx_pin_ = pin;
    pins.set_external(pin, now(), segment_.rx(now()), Cause::none);
}

meters::Meter& SegmentModule::meter(std::size_t index) {
    return meters_.at(index)->meter();
}

void SegmentModule::capture_in(bus::LineCapture& capture) {
    events_.note_in(capture);
    capture_.emplace(capture, [this] { return bus::UartFormat{meters_.empty() ? 2400 : meter(0).baud()}; });
}

void SegmentModule::advance_capture() {
    if (capture_) capture_->hand_over_complete(now());
}

const LineRecord& SegmentModule::line() {
    record_levels();
    return line_;
}

std::vector<std::string> SegmentModule::findings() {
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

void SegmentModule::run_due() {
    const Nanoseconds at = now();
    for (auto due = meters_.begin();;) {
        while (segment_.next() && *segment_.next() <= at) {
            const auto crossing = segment_.pop();
            wake_up_.did_one(crossing ? whose(*crossing) : name());
            if (crossing) on_crossing(*crossing);
            due = meters_.begin();
        }
        if (break_end_ && *break_end_ <= at) {
            end_break();
            due = meters_.begin();
        }
        // Without a crossing since, the meters in front of the last one that woke have nothing to do.
        due = std::find_if(due, meters_.end(), [&](const auto& port) {
            const auto wake = port->meter().next_wake();
            return wake && *wake <= at;
        });
        if (due == meters_.end()) break;
        wake_up_.did_one((*due)->meter().name());
        (*due)->meter().wake(at);
    }
    schedule_wake();
}

void SegmentModule::schedule_wake() {
    std::optional<Nanoseconds> next = segment_.next();
    if (break_end_ && (!next || *break_end_ < *next)) next = break_end_;
    for (const auto& port : meters_) {
        const auto wake = port->meter().next_wake();
        if (wake && (!next || *wake < *next)) next = wake;
    }
    wake_up_.set(next);
}

void SegmentModule::set_powered(bool powered, Cause cause) {
    if (powered == powered_) return;
    powered_ = powered;
    reconfigure(converter_, cable_, cause);
}

void SegmentModule::set_tx_connected(bool connected, Cause cause) {
    if (connected == tx_connected_) return;
    tx_connected_ = connected;
    drive_tx(cause);
}

void SegmentModule::reconfigure(const circuit::ConverterParameters& converter, const circuit::CableParameters& cable,
                                Cause cause) {
    record_levels();
    circuit::ConverterParameters supplied = converter;
    if (!powered_) supplied.supply_v = 0.0;
    segment_.reconfigure(now(), supplied, cable, tag_of(cause));
    converter_ = converter;
    cable_ = cable;
    last_activity_ = now();
    schedule_wake();
}

void SegmentModule::disturb(const circuit::DisturbanceParameters& disturbance, Cause cause) {
    segment_.disturb(now(), disturbance, tag_of(cause));
    schedule_wake();
}

void SegmentModule::tx_changed(PinDrive drive, Cause cause) {
    tx_drive_ = drive;
    drive_tx(cause);
}

void SegmentModule::drive_tx(Cause cause) {
    record_levels();
    circuit::TxInput input = tx_connected_ ? tx_input(tx_drive_) : circuit::TxInput::floating;
    if (break_end_) input = circuit::TxInput::low;
    tx_mark_ = input == circuit::TxInput::high;
    last_activity_ = now();
    waves_.change(now(), tx_wave_, tx_mark_);
    if (capture_) capture_->edge(bus::Direction::from_master, now(), tx_mark_);
    segment_.set_tx(now(), input, tag_of(cause));
    schedule_wake();
}

/// Of a standard master that sees a collision: a space so long that every slave falls silent.
void SegmentModule::send_break(Cause cause) {
    ++line_.collision_count;
    const Cause event = events_.record(now(), event::collision, cause, {{"amperes", segment_.bus_current(now())}});
    break_end_ = now() + std::chrono::duration_cast<Nanoseconds>(
                             std::chrono::duration<double>(converter_kind(converter_.model).break_s));
    drive_tx(event);
}

void SegmentModule::end_break() {
    break_end_.reset();
    drive_tx(Cause::none);
}

const std::string& SegmentModule::name_of(std::size_t slave) {
    return slave < meters_.size() ? meter(slave).name() : others_.at(slave - meters_.size())->label();
}

void SegmentModule::slave_current(std::size_t slave, bool on, Cause cause) {
    record_levels();
    const Cause event =
        log_.record_from(name_of(slave), now(), event::meter_current, cause, {{"level", level_name(!on)}});
    sending_ = on ? sending_ + 1 : sending_ - 1;
    if (capture_) capture_->edge(bus::Direction::from_slave, now(), sending_ == 0);
    last_activity_ = now();
    segment_.set_slave_space(slave, now(), on, tag_of(event));
}

void SegmentModule::receiver_changed(const circuit::Crossing& crossing, Cause cause) {
    const Cause event = log_.record_from(name_of(crossing.slave), now(), event::receiver_edge, cause,
                                         {{"level", level_name(crossing.level)}});
    if (crossing.slave < meters_.size())
        meter(crossing.slave).line(now(), crossing.level, event);
    else
        others_.at(crossing.slave - meters_.size())->line(now(), crossing.level, event);
}

std::string_view SegmentModule::whose(const circuit::Crossing& crossing) {
    const bool of_slave = crossing.what == What::slave_receiver || crossing.what == What::slave_power;
    return of_slave ? std::string_view{name_of(crossing.slave)} : name();
}

void SegmentModule::on_crossing(const circuit::Crossing& crossing) {
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
            if (crossing.slave < meters_.size()) meter(crossing.slave).power(now(), crossing.level);
            break;
        case What::rx: rx_changed(crossing, cause); break;
        case What::collision:
            if (crossing.level && !break_end_) send_break(cause);
            break;
    }
}

void SegmentModule::rx_changed(const circuit::Crossing& crossing, Cause cause) {
    waves_.change(now(), rx_wave_, crossing.level);
    if (!crossing.level && !crossing.echo) ++line_.rx_low_count;
    line_.rx = crossing.level;
    line_.rx_since = now();
    const Cause event =
        log_.record(now(), event::rx_edge, cause, {{"level", crossing.level ? 1 : 0}, {"echo", crossing.echo}});
    if (rx_pins_) rx_pins_->set_external(rx_pin_, now(), crossing.level, event);
}

/// Before an input changes the line: remembers the levels at which it stood.
void SegmentModule::record_levels() {
    advance_waves();
    const double amperes = segment_.bus_current(now());
    if (sending_ > 0) {
        line_.space_a = amperes;
        return;
    }
    line_.idle_a = amperes;
    (tx_mark_ ? line_.mark_v : line_.space_v) = segment_.bus_voltage(now());
}

/// Draws the voltage and the current up to now.
void SegmentModule::advance_waves() {
    if (!waves_.is_wanted()) return;
    for (const circuit::BusPoint& point : segment_.bus_curve(written_, now())) {
        waves_.change(point.at, voltage_wave_, point.volts);
        waves_.change(point.at, current_wave_, point.amperes * 1e3);
    }
    written_ = now();
}

std::unique_ptr<BusSegment> make_bus_segment(const char* name, const circuit::ConverterParameters& converter,
                                             const circuit::CableParameters& cable,
                                             std::vector<circuit::SlaveParameters> slaves, EventLog& log,
                                             VcdWriter& waves) {
    return std::make_unique<SegmentModule>(name, converter, cable, std::move(slaves), log, waves);
}

}  // namespace otbench::sim
