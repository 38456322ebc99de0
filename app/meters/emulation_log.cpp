#include "app/meters/emulation_log.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "app/print_error.hpp"
#include "base/event_kinds.hpp"
#include "base/output_file.hpp"
#include "base/time.hpp"
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

/// The decoded content of an answer; empty for other frames.
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
    return fmt::format("< {} {} {:02x}{}", field<std::string>(fields, "meter"), field<std::string>(fields, "service"),
                       fmt::join(octets, " "), meaning(octets));
}

/// "heat,cold", "5 meters" or, when no meter acts on the frame, "-".
std::string recipients(std::initializer_list<EventField> fields) {
    constexpr std::ptrdiff_t most_named = 4;
    const auto meters = field<std::string>(fields, "meters");
    const auto count = std::count(meters.begin(), meters.end(), ',') + 1;
    if (count > most_named) return fmt::format("{} meters", count);
    return meters.empty() ? "-" : meters;
}

/// A frame of a client.
std::string line_frame_line(std::initializer_list<EventField> fields) {
    return fmt::format("> {} {} {:02x}", recipients(fields), field<std::string>(fields, "service"),
                       fmt::join(bus::libmbus_file_octets(field<std::string>(fields, "hex")), " "));
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
    const double seconds = in_seconds(at);
    if (kind == event::frame) return fmt::format("{:.4f} {}", seconds, frame_line(fields));
    if (kind == event::line_frame) return fmt::format("{:.4f} {}", seconds, line_frame_line(fields));
    std::string text;
    for (const EventField& field : fields) text += fmt::format(" {} {}", field.key, text_of(field.value));
    return fmt::format("{:.4f} ! {}{}", seconds, kind, text);
}

Cause EmulationLog::record(Nanoseconds at, std::string_view kind, Cause /*cause*/,
                           std::initializer_list<EventField> fields) {
    const bool received = kind == event::frame && field<std::string>(fields, "direction") == "request";
    if (kind == event::line_frame) {
        ++requests_;
        last_ = fmt::format("{} {}", recipients(fields), field<std::string>(fields, "service"));
    } else if (kind == event::frame && !received) {
        ++answers_;
    } else if (kind == event::frame_error) {
        ++errors_;
    } else if (kind == event::format_mismatch) {
        print_error("warning: client {} sends at {}, but the meters receive at {}\n",
                    field<std::string>(fields, "client"), field<std::string>(fields, "sends"),
                    field<std::string>(fields, "meters_receive"));
    }
    if (file_ && !received) {  // a frame of a client is written once, not for each meter
        fmt::print(file_, "{}\n", event_line(at, kind, fields));
        if (std::fflush(file_) != 0) throw_write_error("the log");
    }
    return Cause{++events_};
}

}  // namespace otbench::app
