#include "sim/serial_link.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/now.hpp"

namespace otbench::sim {
namespace {

using firmware::PinDrive;

void earlier(std::optional<Nanoseconds>& next, std::optional<Nanoseconds> other) {
    if (other && (!next || *other < *next)) next = other;
}

}  // namespace

SerialLink::SerialLink(std::string name, const bus::UartFormat& format)
    : name_(std::move(name)),
      format_(format),
      path_(std::in_place, state_, format.baud, now()),
      requests_(format),
      answers_(format) {
    converter_.drive(tx, now(), PinDrive::output_high, Cause::none);
    converter_.on_level(rx, [this](Nanoseconds at, bool level, Cause cause) { edge(answers_, at, level, cause); });
}

void SerialLink::attach_device(firmware::PinBank& tx_pins, int tx_pin, firmware::PinBank& rx_pins, int rx_pin) {
    device_ = &rx_pins;
    device_rx_ = rx_pin;
    tx_pins.on_drive(tx_pin, [this](Nanoseconds at, PinDrive drive, Cause cause) {
        edge(requests_, at, drive != PinDrive::output_low, cause);
    });
    rx_pins.set_external(rx_pin, now(), true, Cause::none);
}

void SerialLink::set_faults(const meters::LinkFaults& faults) {
    state_.set(faults);
    answers_.in = bus::UartReceiver{converter_format(), converter_.read(rx)};
    schedule_wake();
}

bus::UartFormat SerialLink::converter_format() const {
    bus::UartFormat format = format_;
    format.parity = state_.faults.parity.value_or(format.parity);
    if (state_.faults.stop_bits) format.stop_bits = static_cast<int>(*state_.faults.stop_bits);
    return format;
}

void SerialLink::edge(Way& way, Nanoseconds at, bool level, Cause cause) {
    receive_requests(at);
    receive_answers(at);
    way.in.edge(at, level, cause);
    schedule_wake();
}

void SerialLink::run_due() {
    const Nanoseconds at = now();
    process_.did_one(name_);
    receive_requests(at);
    receive_answers(at);
    while (const auto octet = path_->pop(at)) answers_.waiting.push_back(*octet);
    if (path_->ending(at)) path_.emplace(state_, format_.baud, at);  // the peer connects again
    while (const auto edge = requests_.out.advance(at))
        converter_.drive(tx, at, edge->level ? PinDrive::output_high : PinDrive::output_low, requests_.cause);
    while (const auto edge = answers_.out.advance(at))
        device_->set_external(device_rx_, at, edge->level, answers_.cause);
    schedule_wake();
}

void SerialLink::schedule_wake() {
    const Nanoseconds at = now();
    while (send_next(requests_, converter_format(), at)) {
    }
    while (send_next(answers_, format_, at)) {
    }
    std::optional<Nanoseconds> next = path_->next();
    for (const Way* way : {&requests_, &answers_}) {
        earlier(next, way->in.deadline());
        earlier(next, way->out.next_edge());
        if (!way->waiting.empty()) earlier(next, std::max(way->waiting.front().at, way->out.free_from()));
    }
    process_.set(next);
}

void SerialLink::receive_requests(Nanoseconds at) {
    while (const auto character = requests_.in.advance(at)) {
        if (!character->framing_ok) continue;
        requests_.cause = character->cause;
        for (const auto& timed : path_->to_converter({&character->octet, 1}, character->end))
            requests_.waiting.push_back(timed);
    }
}

void SerialLink::receive_answers(Nanoseconds at) {
    while (const auto character = answers_.in.advance(at)) {
        if (!character->framing_ok) continue;
        answers_.cause = character->cause;
        path_->answered(character->octet, character->end);
    }
}

bool SerialLink::send_next(Way& way, const bus::UartFormat& format, Nanoseconds at) {
    if (way.waiting.empty() || std::max(way.waiting.front().at, way.out.free_from()) > at) return false;
    const std::uint8_t octet = way.waiting.front().octet;
    way.waiting.pop_front();
    way.out.begin(format, octet, at);
    if (&way == &requests_) sent_to_bus(octet);
    return true;
}

/// Tells the link of echoes and of whole frames.
void SerialLink::sent_to_bus(std::uint8_t octet) {
    if (state_.faults.echo) path_->echoed(octet, requests_.out.free_from());
    OctetView rest{&octet, 1};
    for (auto event = splitter_.next(rest); !std::holds_alternative<bus::NeedMore>(event); event = splitter_.next(rest))
        if (const auto* frame = std::get_if<bus::Frame>(&event)) path_->requested(*frame, requests_.out.free_from());
}

}  // namespace otbench::sim
