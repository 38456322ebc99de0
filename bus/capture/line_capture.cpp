#include "bus/capture/line_capture.hpp"

#include <algorithm>
#include <utility>

namespace otbench::bus {
namespace {

constexpr int bits_of_character = 11;  ///< 8E1, from whose length the time of a bit follows
constexpr int silent_bits = 33;

void append(std::string& notes, const std::string& text) {
    notes += notes.empty() ? text : "; " + text;
}

}  // namespace

void LineCapture::character(Direction direction, std::uint8_t octet, Nanoseconds start, Nanoseconds end, bool sound) {
    hand_over_complete(start);
    const auto other = direction == Direction::from_master ? Direction::from_slave : Direction::from_master;
    if (const auto& held = side(other).held; !held.empty() && held.back().end <= start) give_up(other);
    flush_done();
    Side& here = side(direction);
    here.held.push_back({octet, start, end, sound});
    OctetView rest{&octet, 1};
    for (;;) {
        const auto event = here.splitter.next(rest);
        if (std::holds_alternative<NeedMore>(event)) return;
        hand_over_frame(direction, event);
    }
}

void LineCapture::hand_over_frame(Direction direction, const FrameEvent& event) {
    const auto* frame = std::get_if<Frame>(&event);
    if (!frame) return;
    const auto before = static_cast<std::size_t>(frame->offset - side(direction).taken);
    if (before > 0) hand_over(direction, before, false);
    hand_over(direction, frame->octets.size(), true);
}

void LineCapture::hand_over(Direction direction, std::size_t count, bool is_frame) {
    Side& here = side(direction);
    CapturedFrame frame;
    frame.direction = direction;
    frame.start = here.held.front().start;
    frame.damaged = !is_frame;
    for (std::size_t i = 0; i < count; ++i) {
        const Character& character = here.held.front();
        frame.octets.push_back(character.octet);
        frame.end = character.end;
        frame.damaged |= !character.sound;
        here.held.pop_front();
    }
    here.taken += count;
    frame.comment = std::exchange(here.notes, {});
    if (direction == Direction::from_master) frame.client = client_;
    done_.push_back(std::move(frame));
}

/// What is held will not become a frame any more.
void LineCapture::give_up(Direction direction) {
    Side& here = side(direction);
    if (here.held.empty()) return;
    while (const auto event = here.splitter.gap()) hand_over_frame(direction, *event);
    if (!here.held.empty()) hand_over(direction, here.held.size(), false);
    here.splitter = FrameSplitter{};
    here.taken = 0;
}

void LineCapture::sent_by(const std::string& client) {
    if (client == client_) return;
    give_up(Direction::from_master);
    client_ = client;
}

void LineCapture::note(Direction direction, const std::string& text) {
    const bool is_over = side(direction).held.empty() && !done_.empty() && done_.back().direction == direction;
    append(is_over ? done_.back().comment : side(direction).notes, text);
}

void LineCapture::hand_over_complete(Nanoseconds now) {
    for (const auto direction : {Direction::from_master, Direction::from_slave})
        if (const auto over = end_of_silence(direction); over && now > *over) give_up(direction);
    if (!done_.empty() && now > done_.back().end) flush_done();
}

/// When the line has been silent for so long that what is held is over.
std::optional<Nanoseconds> LineCapture::end_of_silence(Direction direction) const {
    const auto& held = sides_[static_cast<std::size_t>(direction)].held;
    if (held.empty()) return std::nullopt;
    const Character& last = held.back();
    return last.end + (last.end - last.start) * silent_bits / bits_of_character;
}

std::optional<Nanoseconds> LineCapture::next_hand_over() const {
    std::optional<Nanoseconds> next;
    if (!done_.empty()) next = done_.back().end;
    for (const auto direction : {Direction::from_master, Direction::from_slave})
        if (const auto over = end_of_silence(direction); over && (!next || *over < *next)) next = over;
    if (next) ++*next;
    return next;
}

void LineCapture::finish() {
    give_up(Direction::from_master);
    give_up(Direction::from_slave);
    flush_done();
}

void LineCapture::flush_done() {
    for (; !done_.empty(); done_.pop_front()) sink_(done_.front());
}

}  // namespace otbench::bus
