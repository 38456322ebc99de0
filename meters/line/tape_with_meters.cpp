#include "meters/line/tape_with_meters.hpp"

#include <algorithm>
#include <utility>

namespace otbench::meters {

TapeWithMeters::TapeWithMeters(const Tape& tape, std::vector<std::unique_ptr<Meter>> meters)
    : line_(tape), gateway_(tape.head.format.baud, *this, events_), client_(gateway_.connect()) {
    gateway_.set_format(client_, tape.head.format);
    for (auto& meter : meters) {
        const Nanoseconds powered = -meter->profile().start_up_time;  // so that it listens from the beginning
        gateway_.line().add(std::move(meter), powered);
    }
}

void TapeWithMeters::receive(OctetView octets, Nanoseconds at) {
    gateway_.advance(at);
    line_.receive(octets, at);
    gateway_.receive(client_, octets, at);
}

std::optional<Nanoseconds> TapeWithMeters::next_event() const {
    if (!answered_.empty()) return answered_.front().at;
    const auto tape = line_.next_event(), meters = gateway_.next_event();
    return tape && meters ? std::min(tape, meters) : tape ? tape : meters;
}

void TapeWithMeters::advance(Nanoseconds until, const TapeLine::Delivery& deliver) {
    gateway_.advance(until);
    for (; !answered_.empty() && answered_.front().at <= until; answered_.pop_front())
        deliver(answered_.front().octet, answered_.front().at);
    line_.advance(until, deliver);
}

void TapeWithMeters::deliver(ClientId, std::uint8_t octet, Nanoseconds at) {
    if (!line_.knows_last()) answered_.push_back({octet, at});
}

}  // namespace otbench::meters
