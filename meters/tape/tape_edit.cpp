#include "meters/tape/tape_edit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/numbers.hpp"
#include "base/text.hpp"
#include "bus/frame/frame.hpp"
#include "bus/message/telegram.hpp"

namespace otbench::meters {
namespace {

using Id = std::array<std::uint8_t, 4>;  ///< as sent
constexpr std::size_t head_size = 7;     ///< of a long frame, up to CI

/// Number `n` from 0: 10000001 and up, as sent.
Id invented(std::size_t n) {
    const auto digits = parse_integer<std::uint32_t>(std::to_string(10000001 + n), 16).value();
    return {static_cast<std::uint8_t>(digits), static_cast<std::uint8_t>(digits >> 8),
            static_cast<std::uint8_t>(digits >> 16), static_cast<std::uint8_t>(digits >> 24)};
}

std::map<Id, Id> new_ids(const Tape& tape) {
    std::map<Id, Id> ids;
    for (const auto& recorded : tape.frames) {
        const auto frame = bus::parse_frame(recorded.octets);
        if (!frame || recorded.direction != bus::Direction::from_slave || frame->data.size() < 4) continue;
        const auto kind = frame->ci;
        if (kind != bus::ci_variable_data && kind != 0x73) continue;
        Id id;
        std::copy_n(frame->data.begin(), id.size(), id.begin());
        ids.emplace(id, invented(ids.size()));
    }
    return ids;
}

void replace_ids(OctetBuffer& octets, const std::map<Id, Id>& ids) {
    for (std::size_t i = head_size; i + 4 + 2 <= octets.size();) {
        Id id;
        std::copy_n(octets.begin() + static_cast<std::ptrdiff_t>(i), id.size(), id.begin());
        const auto found = ids.find(id);
        if (found == ids.end()) {
            ++i;
            continue;
        }
        std::copy(found->second.begin(), found->second.end(), octets.begin() + static_cast<std::ptrdiff_t>(i));
        i += id.size();
    }
    const std::size_t body = 4, behind = 2;
    octets[octets.size() - behind] = bus::checksum(OctetView{octets}.subspan(body, octets.size() - body - behind));
}

std::string shown(std::size_t number, const bus::CapturedFrame& frame) {
    return fmt::format("{}: {} {}", number, frame.direction == bus::Direction::from_master ? '>' : '<',
                       hex_text(frame.octets));
}

bool alike(const bus::CapturedFrame& a, const bus::CapturedFrame& b) {
    return a.direction == b.direction && a.octets == b.octets && a.damaged == b.damaged;
}

}  // namespace

Tape anonymised(const Tape& tape) {
    Tape other = tape;
    other.head.source.clear();
    other.head.started = {};
    other.head.meter.clear();
    const auto ids = new_ids(tape);
    for (auto& recorded : other.frames) {
        recorded.comment.clear();
        const auto frame = bus::parse_frame(recorded.octets);
        if (frame && frame->kind == bus::FrameKind::long_frame) replace_ids(recorded.octets, ids);
    }
    return other;
}

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
