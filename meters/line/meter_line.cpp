#include "meters/line/meter_line.hpp"

#include <algorithm>
#include <utility>

#include "base/event_kinds.hpp"

namespace otbench::meters {

/// One meter on the line.
class MeterLine::Port : public CurrentOutput {
public:
    Port(MeterLine& line, std::unique_ptr<Meter> meter, std::size_t place)
        : number(place), meter_(std::move(meter)), line_(line) {
        meter_->connect(*this, line.events_);
    }

    void space_current(Nanoseconds at, bool on, Cause cause) override { line_.current_changed(at, on, cause); }
    Meter& meter() { return *meter_; }

    const std::size_t number;
    SharedReceiver* shared = nullptr;
    std::optional<Nanoseconds> due;  ///< as it stands in the line's agenda

private:
    std::unique_ptr<Meter> meter_;
    MeterLine& line_;
};

bool MeterLine::SharedReceiver::fits(const Meter& meter) const {
    const bus::UartFormat other = meter.format();
    return format.baud == other.baud && format.parity == other.parity && tolerant == meter.faults().framing_tolerant;
}

MeterLine::MeterLine(EventSink& events, LevelListener listener) : events_(events), listener_(std::move(listener)) {}

MeterLine::~MeterLine() = default;

void MeterLine::add(std::unique_ptr<Meter> meter, Nanoseconds at) {
    ports_.push_back(std::make_unique<Port>(*this, std::move(meter), ++last_number_));
    ports_.back()->meter().power(at, true);
    reschedule(*ports_.back());
}

void MeterLine::remove(std::size_t index, Nanoseconds at) {
    Port& port = *ports_.at(index);
    port.meter().power(at, false);
    if (port.due) due_.erase({*port.due, port.number, &port});
    leave_receiver(port);
    ports_.erase(ports_.begin() + static_cast<std::ptrdiff_t>(index));
}

Meter& MeterLine::meter(std::size_t index) {
    return ports_.at(index)->meter();
}

const Meter& MeterLine::meter(std::size_t index) const {
    return ports_.at(index)->meter();
}

Meter* MeterLine::find(const std::string& name) {
    const auto found =
        std::find_if(ports_.begin(), ports_.end(), [&](const auto& port) { return port->meter().name() == name; });
    return found == ports_.end() ? nullptr : &(*found)->meter();
}

void MeterLine::edge(Nanoseconds at, bool mark, Cause cause) {
    wake(at);
    mark_ = mark;
    for (SharedReceiver& shared : receivers_) shared.receiver.edge(at, mark, cause);
}

std::optional<Nanoseconds> MeterLine::next_wake() const {
    std::optional<Nanoseconds> next;
    if (!due_.empty()) next = due_.begin()->at;
    for (const SharedReceiver& shared : receivers_) {
        const auto deadline = shared.receiver.deadline();
        if (deadline && (!next || *deadline < *next)) next = deadline;
    }
    return next;
}

void MeterLine::wake(Nanoseconds at) {
    for (auto next = next_wake(); next && *next <= at; next = next_wake()) {
        for (SharedReceiver& shared : receivers_)
            if (const auto deadline = shared.receiver.deadline(); deadline && *deadline <= *next)
                receive(shared, *next);
        while (!due_.empty() && due_.begin()->at <= *next) {
            Port& port = *due_.begin()->port;
            port.meter().wake(*next);
            reschedule(port);
        }
    }
}

void MeterLine::refresh(Nanoseconds at) {
    for (const auto& port : ports_) {
        port->meter().wake(at);
        reschedule(*port);
    }
}

void MeterLine::receive(SharedReceiver& shared, Nanoseconds now) {
    while (const auto event = shared.receiver.advance(now)) deliver(shared, *event, now);
}

void MeterLine::deliver(SharedReceiver& shared, const LineEvent& event, Nanoseconds now) {
    const auto* damaged = std::get_if<DamagedFrame>(&event);
    if (damaged && !shared.ports.empty())
        events_.record(now, event::frame_error, damaged->cause,
                       {{"what", damaged->what}, {"octet", int{damaged->octet}}});
    const std::vector<Port*> listeners = shared.ports;  // a meter that changes its rate leaves
    for (Port* const port : listeners) {
        port->meter().receive_event(event, now);
        reschedule(*port);
    }
}

/// Follows a change of a meter: the time at which it is due, and the rate at which it listens.
void MeterLine::reschedule(Port& port) {
    const auto next = port.meter().next_wake();
    if (next != port.due) {
        if (port.due) due_.erase({*port.due, port.number, &port});
        if (next) due_.insert({*next, port.number, &port});
        port.due = next;
    }
    if (port.shared && port.shared->fits(port.meter())) return;
    leave_receiver(port);
    join_receiver(port);
}

void MeterLine::leave_receiver(Port& port) {
    if (!port.shared) return;
    auto& ports = port.shared->ports;
    ports.erase(std::find(ports.begin(), ports.end(), &port));
    port.shared = nullptr;
}

void MeterLine::join_receiver(Port& port) {
    const Meter& meter = port.meter();
    auto shared =
        std::find_if(receivers_.begin(), receivers_.end(), [&](const auto& other) { return other.fits(meter); });
    if (shared == receivers_.end()) {
        const bool tolerant = meter.faults().framing_tolerant;
        FrameReceiver receiver{meter.format(), mark_, tolerant};
        shared = receivers_.insert(receivers_.end(), {std::move(receiver), meter.format(), tolerant, {}});
    }
    shared->ports.push_back(&port);
    port.shared = &*shared;
}

void MeterLine::current_changed(Nanoseconds at, bool on, Cause cause) {
    drawing_ = on ? drawing_ + 1 : drawing_ - 1;
    if (drawing_ == (on ? 1 : 0)) listener_(at, !on, cause);
}

}  // namespace otbench::meters
