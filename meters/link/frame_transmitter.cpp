#include "meters/link/frame_transmitter.hpp"

#include <utility>

namespace otbench::meters {

namespace {

/// The format in which an octet carries the wrong parity bit.
bus::UartFormat with_wrong_parity(bus::UartFormat format) {
    if (format.parity == bus::Parity::even)
        format.parity = bus::Parity::odd;
    else if (format.parity == bus::Parity::odd)
        format.parity = bus::Parity::even;
    return format;
}

bool odd_ones(std::uint8_t octet) {
    bool odd = false;
    for (; octet != 0; octet &= static_cast<std::uint8_t>(octet - 1)) odd = !odd;
    return odd;
}

}  // namespace

void FrameTransmitter::start(OctetBuffer frame, Nanoseconds start, Interference interference) {
    frame_ = std::move(frame);
    interference_ = std::move(interference);
    start_ = start;
    character_ = 0;
    load_character();
}

void FrameTransmitter::stop() {
    frame_.clear();
}

Nanoseconds FrameTransmitter::start_of(int character) const {
    const bool behind_gap =
        interference_.gap_after > 0 && static_cast<std::size_t>(character) >= interference_.gap_after;
    return start_ + format_.bit_start(character * format_.bits()) + (behind_gap ? interference_.gap : Nanoseconds{0});
}

void FrameTransmitter::load_character() {
    edges_.clear();
    next_edge_ = 0;
    const auto index = static_cast<std::size_t>(character_);
    const CharacterError error = index < interference_.errors.size() ? interference_.errors[index] : CharacterError{};
    // The parity bit was made before the data bits were flipped.
    const bool wrong_parity = error.parity != odd_ones(error.flipped);
    bus::append_uart_edges(wrong_parity ? with_wrong_parity(format_) : format_,
                           static_cast<std::uint8_t>(frame_[index] ^ error.flipped), start_of(character_), edges_);
}

std::optional<Nanoseconds> FrameTransmitter::deadline() const {
    if (!sending()) return std::nullopt;
    if (next_edge_ < edges_.size()) return edges_[next_edge_].at;
    return start_of(character_) + format_.bit_start(format_.bits());
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
