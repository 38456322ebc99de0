#include "meters/tape/tape_edit.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.hpp"

namespace otbench::meters {
namespace {

std::string shown(std::size_t number, const bus::CapturedFrame& frame) {
    return fmt::format("{}: {} {}", number, frame.direction == bus::Direction::from_master ? '>' : '<',
                       hex_text(frame.octets));
}

bool alike(const bus::CapturedFrame& a, const bus::CapturedFrame& b) {
    return a.direction == b.direction && a.octets == b.octets && a.damaged == b.damaged;
}

}  // namespace

TapeStatistics statistics(const Tape& tape) {
    TapeStatistics found;
    const bus::CapturedFrame* request = nullptr;
    for (const auto& frame : tape.frames) {
        found.damaged += frame.damaged ? 1 : 0;
        if (frame.direction == bus::Direction::from_master) {
            ++found.requests;
            found.unanswered += request ? 1 : 0;
            request = &frame;
            continue;
        }
        ++found.answers;
        if (request) found.response_times.push_back(frame.start - request->end);
        request = nullptr;
    }
    found.unanswered += request ? 1 : 0;
    if (!tape.frames.empty()) found.duration = tape.frames.back().end - tape.frames.front().start;
    std::sort(found.response_times.begin(), found.response_times.end());
    return found;
}

std::vector<std::string> difference(const Tape& left, const Tape& right) {
    std::vector<std::string> lines;
    const std::size_t count = std::max(left.frames.size(), right.frames.size());
    for (std::size_t i = 0; i < count; ++i) {
        const auto* a = i < left.frames.size() ? &left.frames[i] : nullptr;
        const auto* b = i < right.frames.size() ? &right.frames[i] : nullptr;
        if (a && b && alike(*a, *b)) continue;
        if (a) lines.push_back("- " + shown(i + 1, *a));
        if (b) lines.push_back("+ " + shown(i + 1, *b));
    }
    return lines;
}

}  // namespace otbench::meters
