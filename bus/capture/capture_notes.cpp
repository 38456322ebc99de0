#include "bus/capture/capture_notes.hpp"

#include <fmt/core.h>

namespace otbench::bus {
namespace {

std::string text_of(std::initializer_list<EventField> fields, std::string_view key) {
    for (const EventField& field : fields)
        if (const auto* text = std::get_if<std::string>(&field.value); text && field.key == key) return *text;
    return {};
}

}  // namespace

Cause CaptureNotes::record(Nanoseconds at, std::string_view kind, Cause cause,
                           std::initializer_list<EventField> fields) {
    const Cause event = next_.record(at, kind, cause, fields);
    if (!capture_) return event;
    const auto id = std::uint64_t(event);
    const std::string meter = text_of(fields, "meter");
    if (kind == "frame") {
        const bool request = text_of(fields, "direction") == "request";
        capture_->note(request ? Direction::from_master : Direction::from_slave,
                       fmt::format("{}: event {}", meter, id));
    } else if (kind == "frame_error") {
        capture_->note(Direction::from_master,
                       fmt::format("{}{}{}: event {}", meter, meter.empty() ? "" : ": ", text_of(fields, "what"), id));
    } else if (kind == "meter_babble") {
        capture_->note(Direction::from_slave, fmt::format("{}: spurious transmission: event {}", meter, id));
    } else if (kind == "collision") {
        capture_->note(Direction::from_slave, fmt::format("collision: event {}", id));
    }
    return event;
}

}  // namespace otbench::bus
