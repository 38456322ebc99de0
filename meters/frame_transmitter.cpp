#include "meters/frame_transmitter.hpp"

#include <utility>

namespace otbench::meters {

void FrameTransmitter::start(bus::OctetBuffer frame, Nanoseconds start) {
    frame_ = std::move(frame);
    start_ = start;
    character_ = 0;
    load_character();
}

void FrameTransmitter::stop() {
    frame_.clear();
}

void FrameTransmitter::load_character() {
    edges_.clear();
    next_edge_ = 0;
    bus::append_uart_edges(format_, frame_[static_cast<std::size_t>(character_)],
                           start_ + format_.bit_start(character_ * format_.bits()), edges_);
}

std::optional<Nanoseconds> FrameTransmitter::deadline() const {
    if (!sending()) return std::nullopt;
    if (next_edge_ < edges_.size()) return edges_[next_edge_].at;
    return start_ + format_.bit_start((character_ + 1) * format_.bits());
}

std::optional<bus::UartEdge> FrameTransmitter::advance(Nanoseconds now) {
    while (sending() && *deadline() <= now) {
        if (next_edge_ < edges_.size()) return edges_[next_edge_++];
        if (static_cast<std::size_t>(++character_) == frame_.size()) {
            stop();
        } else {
            load_character();
        }
    }
    return std::nullopt;
}

}  // namespace otbench::meters
