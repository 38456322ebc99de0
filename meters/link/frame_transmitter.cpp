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
    begin_character();
}

void FrameTransmitter::stop() {
    frame_.clear();
    transmitter_.stop();
}

Nanoseconds FrameTransmitter::start_of(int character) const {
    const bool behind_gap =
        interference_.gap_after > 0 && static_cast<std::size_t>(character) >= interference_.gap_after;
    return start_ + format_.bit_start(character * format_.bits()) + (behind_gap ? interference_.gap : Nanoseconds{0});
}

void FrameTransmitter::begin_character() {
    const auto index = static_cast<std::size_t>(character_);
    const CharacterError error = index < interference_.errors.size() ? interference_.errors[index] : CharacterError{};
    // The parity bit was made before the data bits were flipped.
    const bool wrong_parity = error.parity != odd_ones(error.flipped);
    transmitter_.begin(wrong_parity ? with_wrong_parity(format_) : format_,
                       static_cast<std::uint8_t>(frame_[index] ^ error.flipped), start_of(character_));
}

std::optional<Nanoseconds> FrameTransmitter::deadline() const {
    return transmitter_.deadline();
}

std::optional<bus::UartEdge> FrameTransmitter::advance(Nanoseconds now) {
    while (sending()) {
        if (const auto edge = transmitter_.advance(now)) return edge;
        if (transmitter_.sending()) return std::nullopt;
        if (static_cast<std::size_t>(++character_) == frame_.size()) {
            stop();
        } else {
            begin_character();
        }
    }
    return std::nullopt;
}

}  // namespace otbench::meters
