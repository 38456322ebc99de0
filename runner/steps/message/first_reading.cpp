#include "runner/steps/message/first_reading.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <variant>

#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/shown_value.hpp"

namespace otbench::runner {

Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets) {
    if (octets.empty()) return InputError{"the dump is empty"};
    bus::FrameSplitter splitter;
    OctetView rest{octets};
    std::string fault = "no frame in it";
    const auto look_at = [&](const bus::FrameEvent& event) -> std::optional<Checked<bus::Reading>> {
        if (const auto* error = std::get_if<bus::FrameError>(&event)) fault = bus::describe(*error);
        const auto* frame = std::get_if<bus::Frame>(&event);
        if (!frame || frame->kind != bus::FrameKind::long_frame) return std::nullopt;
        const bus::AnswerFrame shown{frame->control, frame->ci, frame->data, 0, frame->address};
        auto answer = bus::read_answers({&shown, 1});
        if (!answer) return Checked<bus::Reading>{InputError{bus::describe(answer.error().error)}};
        if (!bus::has_records(*answer)) return Checked<bus::Reading>{InputError{bus::shown_notice(*answer)}};
        return Checked<bus::Reading>{std::move(answer->reading)};
    };
    for (auto event = splitter.next(rest); !std::holds_alternative<bus::NeedMore>(event); event = splitter.next(rest))
        if (auto reading = look_at(event)) return std::move(*reading);
    while (const auto event = splitter.gap())
        if (auto reading = look_at(*event)) return std::move(*reading);
    return InputError{fmt::format("no telegram in the dump of {} octets: {}", octets.size(), fault)};
}

}  // namespace otbench::runner
