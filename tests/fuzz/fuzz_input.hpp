#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "bus/frame/frame.hpp"
#include "bus/libmbus/render_xml.hpp"

namespace otbench::fuzz {

/// Stops the fuzzer with a finding unless `promise` holds.
inline void require(bool promise, const char* what) {
    if (promise) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

[[nodiscard]] inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The input taken as telegrams without what a mutation would break at once (start, second length, checksum and stop
/// octets): each is L C A CI and user data, the last one as long as there is input.
[[nodiscard]] inline std::vector<bus::Frame> telegrams_in(const std::uint8_t* data, std::size_t size) {
    constexpr std::size_t head = 3;  // C, A, CI
    std::vector<bus::Frame> telegrams;
    OctetView rest{data, size};
    while (rest.size() > head) {
        const std::size_t length = std::clamp<std::size_t>(rest[0], head, rest.size() - 1);
        const OctetView body = rest.subspan(1, length);
        bus::Frame frame;
        frame.kind = length == head ? bus::FrameKind::control_frame : bus::FrameKind::long_frame;
        frame.control = body[0];
        frame.address = body[1];
        frame.ci = body[2];
        frame.data = body.subspan(head);
        telegrams.push_back(frame);
        rest = rest.subspan(1 + length);
    }
    return telegrams;
}

[[nodiscard]] inline bus::AnswerFrame answer_of(const bus::Frame& frame) {
    return {frame.control, frame.ci, frame.data, 0, frame.address};
}

}  // namespace otbench::fuzz
