#include "app/meters/emulation_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/event_kinds.hpp"
#include "bus/frame/frame.hpp"
#include "bus/libmbus/libmbus_hex.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/shown_value.hpp"

namespace otbench::app {
namespace {

template <class T>
T field(std::initializer_list<EventField> fields, std::string_view key) {
    for (const EventField& field : fields)
        if (const auto* value = std::get_if<T>(&field.value); value && field.key == key) return *value;
    return T{};
}

/// What a frame says beyond its kind; empty when it says no more.
std::string meaning(const OctetBuffer& octets) {
    const auto frame = bus::parse_frame(octets);
    if (!frame || bus::service_of(frame->control) != bus::Service::RSP_UD) return {};
    const bus::AnswerFrame shown{frame->control, frame->ci, frame->data, 0, frame->address};
    const auto answer = bus::read_answers({&shown, 1});
    if (!answer) return fmt::format(" | {}", bus::describe(answer.error().error));
    if (!bus::has_records(*answer)) return fmt::format(" | {}", bus::shown_notice(*answer));
    std::string text;
    const bus::Reading& reading = answer->reading;
    if (reading.encryption) text = fmt::format(" | {}", bus::describe(*reading.encryption));
    for (const auto& value : reading.values)
        text += fmt::format("{}{} {}", text.empty() ? " | " : ", ", value.selector(), value.text());
    return text;
}

std::string frame_line(std::initializer_list<EventField> fields) {
    const auto octets = bus::libmbus_file_octets(field<std::string>(fields, "hex"));
    const bool request = field<std::string>(fields, "direction") == "request";
    return fmt::format("{} {} {} {:02x}{}", request ? '>' : '<', field<std::string>(fields, "meter"),
                       field<std::string>(fields, "service"), fmt::join(octets, " "), meaning(octets));
}

std::string text_of(const EventField::Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    return {};
}

}  // namespace

std::string event_line(Nanoseconds at, std::string_view kind, std::initializer_list<EventField> fields) {
    const double seconds = std::chrono::duration<double>(at).count();
    if (kind == event::frame) return fmt::format("{:.4f} {}", seconds, frame_line(fields));
    std::string text;
    for (const EventField& field : fields) text += fmt::format(" {} {}", field.key, text_of(field.value));
    return fmt::format("{:.4f} ! {}{}", seconds, kind, text);
}

Cause EmulationLog::record(Nanoseconds at, std::string_view kind, Cause /*cause*/,
                           std::initializer_list<EventField> fields) {
    if (kind == event::frame) {
        const bool request = field<std::string>(fields, "direction") == "request";
        ++(request ? requests_ : answers_);
        if (request)
            last_ = fmt::format("{} {}", field<std::string>(fields, "meter"), field<std::string>(fields, "service"));
    } else if (kind == event::frame_error) {
        ++errors_;
    }
    if (file_) {
        fmt::print(file_, "{}\n", event_line(at, kind, fields));
        std::fflush(file_);
    }
    return Cause{++events_};
}

}  // namespace otbench::app
