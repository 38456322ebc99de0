#include "sim/trace/edge_capture.hpp"

namespace otbench::sim {

EdgeCapture::EdgeCapture(bus::LineCapture& capture, std::function<bus::UartFormat()> format)
    : capture_(capture), format_of_(std::move(format)), format_(format_of_()), master_(format_), slaves_(format_) {}

void EdgeCapture::edge(bus::Direction direction, Nanoseconds at, bool mark) {
    advance(at);
    if (!master_.deadline() && !slaves_.deadline()) {
        format_ = format_of_();
        master_.set_format(format_);
        slaves_.set_format(format_);
    }
    (direction == bus::Direction::from_master ? master_ : slaves_).edge(at, mark);
}

void EdgeCapture::advance(Nanoseconds now) {
    const auto read_characters = [&](bus::Direction direction, bus::UartReceiver& receiver) {
        while (const auto character = receiver.advance(now))
            capture_.character(direction, character->octet, character->start,
                               character->start + format_.bit_start(format_.bits()),
                               character->parity_ok && character->framing_ok);
    };
    read_characters(bus::Direction::from_master, master_);
    read_characters(bus::Direction::from_slave, slaves_);
}

void EdgeCapture::hand_over_complete(Nanoseconds now) {
    advance(now);
    if (!master_.deadline() && !slaves_.deadline()) capture_.hand_over_complete(now);
}

}  // namespace otbench::sim
