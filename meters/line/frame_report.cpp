#include "meters/line/frame_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "base/event_kinds.hpp"
#include "base/text.hpp"

namespace otbench::meters {
namespace {

std::string text_field(std::initializer_list<EventField> fields, std::string_view key) {
    for (const EventField& field : fields)
        if (const auto* text = std::get_if<std::string>(&field.value); text && field.key == key) return *text;
    return {};
}

}  // namespace

void FrameReport::frame_sent(const std::string& client, const bus::Frame& frame, Nanoseconds end, Nanoseconds due) {
    if (sent_) report();
    meters_.clear();
    const bool acknowledges = frame.kind == bus::FrameKind::single_character;
    sent_ = Sent{client,
                 acknowledges ? "E5" : bus::name_of(bus::service_of(frame.control)),
                 hex_text(frame.octets),
                 acknowledges ? -1 : int{frame.address},
                 end,
                 due};
}

std::optional<Nanoseconds> FrameReport::next() const {
    return sent_ ? std::optional{sent_->due} : std::nullopt;
}

void FrameReport::advance(Nanoseconds now) {
    if (sent_ && sent_->due <= now) report();
}

Cause FrameReport::record(Nanoseconds at, std::string_view kind, Cause cause,
                          std::initializer_list<EventField> fields) {
    if (kind == event::frame) {
        if (text_field(fields, "direction") == "request") {
            meters_.push_back(text_field(fields, "meter"));
        } else {
            if (sent_) report();
            on_answer_();
        }
    }
    return sink_.record(at, kind, cause, fields);
}

void FrameReport::report() {
    const Sent sent = *std::exchange(sent_, std::nullopt);
    sink_.record(sent.end, event::line_frame, Cause::none,
                 {{"client", sent.client},
                  {"service", sent.service},
                  {"address", sent.address},
                  {"hex", sent.hex},
                  {"meters", fmt::format("{}", fmt::join(meters_, ","))}});
}

}  // namespace otbench::meters
