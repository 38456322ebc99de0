#include "scenarios/telegram.hpp"

#include <fmt/core.h>

#include <optional>
#include <string>
#include <variant>

#include "bus/frame.hpp"

namespace otbench::scenarios {

bus::Checked<bus::Reading> read_telegram(const std::vector<std::uint8_t>& octets) {
    if (octets.empty()) return bus::InputError{"the dump is empty"};
    bus::FrameSplitter splitter;
    bus::OctetView rest{octets};
    std::string fault = "no frame in it";
    const auto look_at = [&](const bus::FrameEvent& event) -> std::optional<bus::Checked<bus::Reading>> {
        if (const auto* error = std::get_if<bus::FrameError>(&event)) fault = bus::describe(*error);
        const auto* frame = std::get_if<bus::Frame>(&event);
        if (!frame || frame->kind != bus::FrameKind::long_frame) return std::nullopt;
        auto reading = bus::Reading::decode(frame->data);
        if (!reading) return bus::Checked<bus::Reading>{bus::InputError{bus::describe(reading.error())}};
        return bus::Checked<bus::Reading>{std::move(*reading)};
    };
    for (auto event = splitter.next(rest); !std::holds_alternative<bus::NeedMore>(event); event = splitter.next(rest))
        if (auto reading = look_at(event)) return std::move(*reading);
    while (const auto event = splitter.gap())
        if (auto reading = look_at(*event)) return std::move(*reading);
    return bus::InputError{fmt::format("no telegram in the dump of {} octets: {}", octets.size(), fault)};
}

}  // namespace otbench::scenarios
