#include "check/journal.hpp"

#include "base/event_kinds.hpp"

namespace otbench::check {
namespace {

std::string text_field(std::initializer_list<EventField> fields, std::string_view key) {
    for (const EventField& field : fields)
        if (const auto* text = std::get_if<std::string>(&field.value); text && field.key == key) return *text;
    return {};
}

void name_frame(LineFrame& line, const bus::Frame& frame) {
    line.control = frame.control;
    line.address = frame.address;
    line.ci = frame.ci;
    const bool acknowledges = frame.kind == bus::FrameKind::single_character;
    line.service = acknowledges ? "E5" : bus::name_of(bus::service_of(frame.control));
}

}  // namespace

Journal::Journal() : capture_([this](const bus::CapturedFrame& captured) { add(captured); }) {}

void Journal::add(const bus::CapturedFrame& captured) {
    LineFrame line;
    line.from_client = captured.direction == bus::Direction::from_master;
    line.start = captured.start;
    line.end = captured.end;
    line.damaged = captured.damaged;
    line.octets = captured.octets;
    line.service = "damaged";
    if (const auto frame = bus::parse_frame(line.octets); frame && !line.damaged) name_frame(line, *frame);
    if (!line.from_client) line.meters = captured.comment.substr(0, captured.comment.find(':'));
    frames_.push_back(std::move(line));
}

void Journal::finish() {
    capture_.finish();
    for (LineFrame& line : frames_) {
        if (!line.from_client) continue;
        for (const Sent& sent : sent_) {
            if (sent.end != line.end) continue;
            line.client = sent.client;
            line.meters = sent.meters;
        }
    }
}

Nanoseconds Journal::last_activity() const {
    return frames_.empty() ? Nanoseconds{0} : frames_.back().end;
}

Cause Journal::record(Nanoseconds at, std::string_view kind, Cause /*cause*/,
                      std::initializer_list<EventField> fields) {
    if (kind == event::line_frame) sent_.push_back({at, text_field(fields, "client"), text_field(fields, "meters")});
    return Cause{++events_};
}

}  // namespace otbench::check
