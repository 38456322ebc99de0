#include "meters/link/frame_receiver.hpp"

#include <fmt/core.h>

#include <utility>

namespace otbench::meters {

FrameReceiver::FrameReceiver(bus::UartFormat format, bool line_level, bool tolerant)
    : character_(format.bit_start(format.bits())),
      gap_(format.bit_start(gap_bits)),
      uart_(format, line_level),
      mark_(line_level),
      tolerant_(tolerant) {}

void FrameReceiver::edge(Nanoseconds at, bool mark, Cause cause) {
    uart_.edge(at, mark, cause);
    mark_ = mark;
    if (damaged_) gap_at_ = at + gap_;
}

std::optional<Nanoseconds> FrameReceiver::deadline() const {
    if (const auto character = uart_.deadline()) return character;
    return mark_ ? gap_at_ : std::nullopt;
}

std::optional<LineEvent> FrameReceiver::advance(Nanoseconds now) {
    for (;;) {
        if (auto event = from_octets()) return event;
        const auto character = uart_.advance(now);
        if (!character) return from_gap(now);
        if (auto event = receive(*character)) return event;
    }
}

/// Adds a character to the frame; a damaged one is an event at once.
std::optional<LineEvent> FrameReceiver::receive(const bus::UartCharacter& character) {
    ++characters_;
    last_end_ = character.start + character_;
    gap_at_ = last_end_ + gap_;
    if (damaged_) return std::nullopt;
    if (tolerant_ || (character.parity_ok && character.framing_ok)) {
        unsplit_ = character.octet;
        cause_of(octets_++) = character.cause;
        return std::nullopt;
    }
    damaged_ = true;
    splitter_.reset();
    const bool is_break = !character.framing_ok && character.octet == 0;
    const char* what = is_break ? "break" : character.framing_ok ? "parity error" : "framing error";
    return DamagedFrame{fmt::format("byte {}: {}, {:#04x}", octets_ - run_start_, what, character.octet),
                        character.cause, character.octet};
}

std::optional<LineEvent> FrameReceiver::from_octets() {
    OctetView rest;
    if (unsplit_) rest = {&*unsplit_, 1};
    const auto event = splitter_.next(rest);
    if (rest.empty()) unsplit_.reset();
    if (std::holds_alternative<bus::NeedMore>(event)) return std::nullopt;
    return translate(event);
}

std::optional<LineEvent> FrameReceiver::from_gap(Nanoseconds now) {
    if (uart_.deadline() || !mark_ || !gap_at_ || *gap_at_ > now) return std::nullopt;
    if (const auto event = splitter_.gap()) return translate(*event);
    gap_at_.reset();
    damaged_ = false;
    run_start_ = octets_;
    return std::nullopt;
}

LineEvent FrameReceiver::translate(const bus::FrameEvent& event) {
    if (const auto* frame = std::get_if<bus::Frame>(&event)) {
        run_start_ = frame->offset + frame->octets.size();
        const std::size_t preamble = std::exchange(characters_, 0) - frame->octets.size();
        return ReceivedFrame{*frame, last_end_, cause_of(frame->offset), preamble};
    }
    auto error = std::get<bus::FrameError>(event);
    const Cause cause = cause_of(error.fault == bus::FrameFault::truncated ? error.frame_offset : error.offset);
    error.offset -= run_start_;
    error.frame_offset -= run_start_;
    return DamagedFrame{bus::describe(error), cause, error.octet};
}

}  // namespace otbench::meters
