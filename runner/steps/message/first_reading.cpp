#include "runner/steps/message/first_reading.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <variant>

#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/shown_value.hpp"
#include "bus/security/encrypted_answer.hpp"

namespace otbench::runner {

namespace {

/// What an answer says; an error when it cannot be read or has no records.
Checked<bus::Reading> read_answer(const bus::Frame& sent, const bus::KeyRing& keys) {
    const auto plain = bus::decrypt_answer(sent, keys);
    if (!plain) return plain.error();
    const bus::Frame frame = *plain ? *bus::parse_frame(**plain) : sent;
    const bus::AnswerFrame shown{frame.control, frame.ci, frame.data, 0, frame.address};
    auto answer = bus::read_answers({&shown, 1});
    if (!answer) return InputError{bus::describe(answer.error().error)};
    if (!bus::has_records(*answer)) return InputError{bus::shown_notice(*answer)};
    return std::move(answer->reading);
}

}  // namespace

Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets, const bus::KeyRing& keys) {
    if (octets.empty()) return InputError{"the dump is empty"};
    bus::FrameSplitter splitter;
    OctetView rest{octets};
    std::string fault = "no frame in it";
    const auto look_at = [&](const bus::FrameEvent& event) -> std::optional<Checked<bus::Reading>> {
        if (const auto* error = std::get_if<bus::FrameError>(&event)) fault = bus::describe(*error);
        const auto* frame = std::get_if<bus::Frame>(&event);
        if (!frame || frame->kind != bus::FrameKind::long_frame) return std::nullopt;
        return read_answer(*frame, keys);
    };
    for (auto event = splitter.next(rest); !std::holds_alternative<bus::NeedMore>(event); event = splitter.next(rest))
        if (auto reading = look_at(event)) return std::move(*reading);
    while (const auto event = splitter.gap())
        if (auto reading = look_at(*event)) return std::move(*reading);
    return InputError{fmt::format("no telegram in the dump of {} bytes: {}", octets.size(), fault)};
}

}  // namespace otbench::runner
