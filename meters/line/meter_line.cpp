#include "meters/line/meter_line.hpp"

#include <algorithm>
#include <utility>

namespace otbench::meters {

/// One meter on the line.
class MeterLine::Port : public CurrentOutput {
public:
    Port(MeterLine& line, std::unique_ptr<Meter> meter) : meter_(std::move(meter)), line_(line) {
        meter_->connect(*this, line.events_);
    }

    void space_current(Nanoseconds at, bool on, Cause cause) override { line_.current_changed(at, on, cause); }
    Meter& meter() { return *meter_; }

    SharedReceiver* shared = nullptr;
    std::optional<Nanoseconds> due;  ///< as it stands in the line's agenda

private:
    std::unique_ptr<Meter> meter_;
    MeterLine& line_;
};

bool MeterLine::SharedReceiver::fits(const Meter& meter) const {
    const bus::UartFormat other = meter.format();
    return format.baud == other.baud && format.parity == other.parity && lax == meter.faults().lax;
}

MeterLine::MeterLine(EventSink& events, LevelListener listener) : events_(events), listener_(std::move(listener)) {}

MeterLine::~MeterLine() = default;

std::size_t MeterLine::add(std::unique_ptr<Meter> meter, Nanoseconds at) {
    const std::size_t index = ports_.size();
    ports_.push_back(std::make_unique<Port>(*this, std::move(meter)));
    ports_.back()->meter().power(at, true);
    settle(index);
    return index;
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
    for (const auto& shared : receivers_) shared->receiver.edge(at, mark, cause);
}

std::optional<Nanoseconds> MeterLine::next_wake() const {
    std::optional<Nanoseconds> next;
    if (!due_.empty()) next = due_.begin()->first;
    for (const auto& shared : receivers_) {
        const auto deadline = shared->receiver.deadline();
        if (deadline && (!next || *deadline < *next)) next = deadline;
    }
    return next;
}

void MeterLine::wake(Nanoseconds at) {
    for (auto next = next_wake(); next && *next <= at; next = next_wake()) {
        for (std::size_t i = 0; i < receivers_.size(); ++i)
            if (const auto deadline = receivers_[i]->receiver.deadline(); deadline && *deadline <= *next)
                hear(*receivers_[i], *next);
        while (!due_.empty() && due_.begin()->first <= *next) {
            const std::size_t index = due_.begin()->second;
            meter(index).wake(*next);
            settle(index);
        }
    }
}

void MeterLine::refresh(Nanoseconds at) {
    for (std::size_t i = 0; i < ports_.size(); ++i) {
        meter(i).wake(at);
        settle(i);
    }
}

void MeterLine::hear(SharedReceiver& shared, Nanoseconds now) {
    while (const auto event = shared.receiver.advance(now)) deliver(shared, *event, now);
}

void MeterLine::deliver(SharedReceiver& shared, const LineEvent& event, Nanoseconds now) {
    const auto* damaged = std::get_if<DamagedFrame>(&event);
    if (damaged && !shared.meters.empty())
        events_.record(now, "frame_error", damaged->cause, {{"what", damaged->what}, {"octet", int{damaged->octet}}});
    const std::vector<std::size_t> listeners = shared.meters;  // a meter that changes its rate leaves
    for (const std::size_t index : listeners) {
        meter(index).hear(event, now);
        settle(index);
    }
}

/// Takes over what a meter has become: when it wants to be woken, and at which rate it listens.
void MeterLine::settle(std::size_t index) {
    Port& port = *ports_[index];
    const auto next = port.meter().next_wake();
    if (next != port.due) {
        if (port.due) due_.erase({*port.due, index});
        if (next) due_.insert({*next, index});
        port.due = next;
    }
    if (!port.shared || !port.shared->fits(port.meter())) join_receiver(index);
}

void MeterLine::join_receiver(std::size_t index) {
    Port& port = *ports_[index];
    if (port.shared) {
        auto& others = port.shared->meters;
        others.erase(std::find(others.begin(), others.end(), index));
    }
    const Meter& meter = port.meter();
    auto shared =
        std::find_if(receivers_.begin(), receivers_.end(), [&](const auto& other) { return other->fits(meter); });
    if (shared == receivers_.end()) {
        const bool lax = meter.faults().lax;
        shared = receivers_.insert(
            receivers_.end(), std::make_unique<SharedReceiver>(
                                  SharedReceiver{FrameReceiver{meter.format(), mark_, lax}, meter.format(), lax, {}}));
    }
    (*shared)->meters.push_back(index);
    port.shared = shared->get();
}

void MeterLine::current_changed(Nanoseconds at, bool on, Cause cause) {
    drawing_ = on ? drawing_ + 1 : drawing_ - 1;
    if (drawing_ == (on ? 1 : 0)) listener_(at, !on, cause);
}

}  // namespace otbench::meters
