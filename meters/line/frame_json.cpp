#include "meters/line/frame_json.hpp"

#include <fmt/core.h>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "bus/reading/answer_reading.hpp"
#include "bus/reading/render_json.hpp"

namespace otbench::meters {
namespace {

using nlohmann::json;

/// Kinds of frames beside the services.
constexpr std::string_view acknowledgement = "ACK", damaged_kind = "damaged";

std::optional<bus::Frame> sound_frame(const bus::CapturedFrame& captured) {
    if (captured.damaged) return std::nullopt;
    const auto frame = bus::parse_frame(captured.octets);
    return frame ? std::optional{*frame} : std::nullopt;
}

std::string_view kind_of(const std::optional<bus::Frame>& frame) {
    if (!frame) return damaged_kind;
    if (frame->kind == bus::FrameKind::single_character) return acknowledgement;
    return bus::name_of(bus::service_of(frame->control));
}

/// What the user data of an answer say; null when it has none, or they cannot be read.
json reading_of(const bus::Frame& frame) {
    const bus::AnswerFrame answer{frame.control, frame.ci, frame.data, 0, frame.address};
    const auto reading = bus::read_answers({&answer, 1});
    if (!reading) return {};
    TextBuffer text;
    bus::render_json(*reading, text);
    return json::parse(text.view(), nullptr, false);
}

}  // namespace

std::vector<std::string_view> frame_kinds() {
    std::vector<std::string_view> kinds{acknowledgement, damaged_kind};
    for (const auto service : {bus::Service::SND_NKE, bus::Service::SND_UD, bus::Service::REQ_UD1,
                               bus::Service::REQ_UD2, bus::Service::RSP_UD, bus::Service::unknown})
        kinds.emplace_back(bus::name_of(service));
    return kinds;
}

std::string_view frame_kind(const bus::CapturedFrame& frame) {
    return kind_of(sound_frame(frame));
}

std::optional<int> frame_address(const bus::CapturedFrame& captured) {
    const auto frame = sound_frame(captured);
    if (!frame || frame->kind == bus::FrameKind::single_character) return std::nullopt;
    return frame->address;
}

json frame_json(const std::string& bus, const bus::CapturedFrame& captured) {
    json shown{{"bus", bus},
               {"from", captured.direction == bus::Direction::from_master ? "master" : "slave"},
               {"kind", frame_kind(captured)},
               {"start_ns", captured.start.count()},
               {"end_ns", captured.end.count()},
               {"hex", hex_text(OctetView{captured.octets})},
               {"who", captured.comment}};
    if (const auto address = frame_address(captured)) shown["address"] = *address;
    if (!captured.client.empty()) shown["client"] = captured.client;
    return shown;
}

Checked<OctetBuffer> frame_octets(const std::string& hex) {
    constexpr std::size_t most = 1024;
    auto octets = parse_octets(hex);
    if (!octets) return InputError{fmt::format("hex: {}", octets.error().message)};
    if (octets->empty() || octets->size() > most) return InputError{fmt::format("hex: expected 1 to {} bytes", most)};
    return *std::move(octets);
}

json frame_meaning(OctetView octets) {
    bus::CapturedFrame captured;
    captured.octets.assign(octets.begin(), octets.end());
    const auto frame = sound_frame(captured);
    json meaning{{"kind", kind_of(frame)}};
    if (!frame || frame->kind == bus::FrameKind::single_character) return meaning;
    meaning["address"] = frame->address;
    meaning["control"] = frame->control;
    if (bus::service_of(frame->control) == bus::Service::RSP_UD) meaning["reading"] = reading_of(*frame);
    return meaning;
}

}  // namespace otbench::meters
