#include "meters/captures/frame_joiner.hpp"

namespace otbench::meters {
namespace {

using ParsedFrame = boost::system::result<bus::Frame, bus::FrameError>;

bool has_fault(const ParsedFrame& frame, bus::FrameFault fault) {
    return !frame && frame.error().fault == fault;
}

/// The direction of a single frame; octets that are not a frame may have come from a meter.
Direction direction_of(const ParsedFrame& frame) {
    const bool request =
        frame && (frame->kind == bus::FrameKind::short_frame || (frame->control & bus::control::from_master) != 0);
    return request ? Direction::to_meter : Direction::from_meter;
}

}  // namespace

void FrameJoiner::add(FoundOctets captured) {
    if (held_.empty()) return hand_on(captured);
    if (const ParsedFrame alone = bus::parse_frame(captured.octets); !alone) {
        const bool alone_unfinished = has_fault(alone, bus::FrameFault::truncated);
        const std::size_t before = held_.size();
        held_.insert(held_.end(), captured.octets.begin(), captured.octets.end());
        const ParsedFrame joined = bus::parse_frame(held_);
        if (has_fault(joined, bus::FrameFault::truncated)) return;
        if (joined || !alone_unfinished) return release(captured.from_log);
        held_.resize(before);
    }
    finish();
    hand_on(captured);
}

/// Hands on what is held; of a log the beginning of another frame behind it `may_go_on`.
void FrameJoiner::release(bool may_go_on) {
    if (held_.empty()) return;
    const OctetBuffer octets = std::move(held_);
    held_.clear();
    FoundOctets captured = held_origin_;
    captured.octets = octets;
    captured.may_go_on = may_go_on && captured.may_go_on;
    hand_on(captured);
}

void FrameJoiner::hand_on(FoundOctets captured) {
    ParsedFrame frame = bus::parse_frame(captured.octets);
    while (captured.from_log && has_fault(frame, bus::FrameFault::trailing)) {
        FoundOctets first = captured;
        first.octets = captured.octets.first(frame.error().offset);
        captured.octets = captured.octets.subspan(first.octets.size());
        emit(first, bus::parse_frame(first.octets));
        frame = bus::parse_frame(captured.octets);
    }
    if (captured.may_go_on && has_fault(frame, bus::FrameFault::truncated)) {
        held_.assign(captured.octets.begin(), captured.octets.end());
        held_origin_ = captured;
        return;
    }
    emit(captured, frame);
}

void FrameJoiner::emit(const FoundOctets& captured, const ParsedFrame& frame) {
    FoundFrame found{captured.octets, captured.line, captured.direction, frame};
    if (captured.from_log && found.direction == Direction::unknown) found.direction = direction_of(frame);
    found_ = found_ || found.direction != Direction::to_meter;
    sink_.frame(found);
}

}  // namespace otbench::meters
