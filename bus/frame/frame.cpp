#include "bus/frame/frame.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <stdexcept>

namespace otbench::bus {
namespace {

constexpr std::size_t short_octets = 5;
constexpr std::size_t long_overhead = 6;  // two starts, two lengths, checksum, stop
constexpr std::size_t long_header = 4;
constexpr std::uint8_t least_length = 3;  // C, A, CI

struct Incomplete {};
using Verdict = std::variant<Incomplete, Frame, FrameError>;

FrameError fault_at(FrameFault fault, OctetView octets, std::size_t index, std::uint8_t expected = 0) {
    return {fault, 0, index, octets[index], expected};
}

/// The part that short and long frames share: `body` octets from `first` on, then checksum and stop.
Verdict check_end(OctetView octets, std::size_t first, std::size_t body, const Frame& frame) {
    const std::uint8_t sum = checksum(octets.subspan(first, body));
    const std::size_t end = first + body;
    if (octets[end] != sum) return fault_at(FrameFault::checksum, octets, end, sum);
    if (octets[end + 1] != octet::stop) return fault_at(FrameFault::stop, octets, end + 1, octet::stop);
    return frame;
}

Verdict look_at_short(OctetView octets) {
    if (octets.size() < short_octets) return Incomplete{};
    Frame frame;
    frame.kind = FrameKind::short_frame;
    frame.control = octets[1];
    frame.address = octets[2];
    frame.octets = octets.first(short_octets);
    return check_end(octets, 1, 2, frame);
}

Verdict look_at_long(OctetView octets) {
    if (octets.size() > 1 && octets[1] < least_length) {
        return fault_at(FrameFault::short_length, octets, 1, least_length);
    }
    if (octets.size() > 2 && octets[2] != octets[1]) {
        return fault_at(FrameFault::lengths_differ, octets, 2, octets[1]);
    }
    if (octets.size() > 3 && octets[3] != octet::long_start) {
        return fault_at(FrameFault::second_start, octets, 3, octet::long_start);
    }
    if (octets.size() < 2 || octets.size() < octets[1] + long_overhead) return Incomplete{};
    const std::size_t length = octets[1];
    Frame frame;
    frame.kind = length == least_length ? FrameKind::control_frame : FrameKind::long_frame;
    frame.control = octets[4];
    frame.address = octets[5];
    frame.ci = octets[6];
    frame.data = octets.subspan(long_header + least_length, length - least_length);
    frame.octets = octets.first(length + long_overhead);
    return check_end(octets, long_header, length, frame);
}

/// What the octets from the first on are; offsets count from there.
Verdict look_at(OctetView octets) {
    switch (octets[0]) {
        case octet::acknowledge: {
            Frame frame;
            frame.octets = octets.first(1);
            return frame;
        }
        case octet::short_start: return look_at_short(octets);
        case octet::long_start: return look_at_long(octets);
        default: return fault_at(FrameFault::no_start, octets, 0);
    }
}

struct ServiceEntry {
    std::uint8_t mask;
    std::uint8_t value;
    Service service;
};

// The variants with FCV = 0 count too; SND_NKE has neither bit (spec: M-Bus protocol, section 4).
constexpr std::uint8_t without_flags = 0xCF;
constexpr std::array<ServiceEntry, 5> services = {{
    {0xFF, control::SND_NKE, Service::SND_NKE},
    {without_flags, control::SND_UD& without_flags, Service::SND_UD},
    {without_flags, control::REQ_UD1& without_flags, Service::REQ_UD1},
    {without_flags, control::REQ_UD2& without_flags, Service::REQ_UD2},
    {without_flags, control::RSP_UD, Service::RSP_UD},
}};

}  // namespace

Service service_of(std::uint8_t control_field) {
    for (const auto& entry : services) {
        if ((control_field & entry.mask) == entry.value) return entry.service;
    }
    return Service::unknown;
}

const char* name_of(Service service) {
    constexpr std::array names = {"unknown", "SND_NKE", "SND_UD", "REQ_UD1", "REQ_UD2", "RSP_UD"};
    return names[static_cast<std::size_t>(service)];
}

std::string describe(const FrameError& error) {
    const auto at = [&](std::string_view what) { return fmt::format("byte {}: {}", error.offset, what); };
    switch (error.fault) {
        case FrameFault::no_start:
            return at(fmt::format("invalid start byte {:#04x} (expected 0x10, 0x68 or 0xe5)", error.octet));
        case FrameFault::short_length: return at(fmt::format("length {} leaves no room for C, A and CI", error.octet));
        case FrameFault::lengths_differ:
            return at(fmt::format("length {} differs from the first, {}", error.octet, error.expected));
        case FrameFault::second_start:
            return at(fmt::format("{:#04x} where a long frame repeats its start {:#04x}", error.octet, error.expected));
        case FrameFault::checksum:
            return at(fmt::format("checksum {:#04x}, computed {:#04x}", error.octet, error.expected));
        case FrameFault::stop:
            return at(fmt::format("stop byte {:#04x} (expected {:#04x})", error.octet, error.expected));
        case FrameFault::truncated:
            return at(fmt::format("the frame that began at byte {} is not complete", error.frame_offset));
        case FrameFault::trailing: return at(fmt::format("{:#04x} after the end of the frame", error.octet));
    }
    return at("not a frame");
}

std::uint8_t checksum(OctetView octets) {
    return static_cast<std::uint8_t>(std::accumulate(octets.begin(), octets.end(), 0u));
}

boost::system::result<Frame, FrameError> parse_frame(OctetView octets) {
    if (octets.empty()) return FrameError{FrameFault::truncated};
    const Verdict verdict = look_at(octets);
    if (const auto* error = std::get_if<FrameError>(&verdict)) return *error;
    const auto* frame = std::get_if<Frame>(&verdict);
    if (!frame) return FrameError{FrameFault::truncated, 0, octets.size()};
    if (frame->octets.size() < octets.size()) {
        return fault_at(FrameFault::trailing, octets, frame->octets.size());
    }
    return *frame;
}

OctetBuffer single_character() {
    return {octet::acknowledge};
}

OctetBuffer short_frame(std::uint8_t control, std::uint8_t address) {
    const std::array body = {control, address};
    return {octet::short_start, control, address, checksum(body), octet::stop};
}

OctetBuffer long_frame(std::uint8_t control, std::uint8_t address, std::uint8_t ci, OctetView data) {
    if (data.size() > max_user_data) {
        throw std::length_error(fmt::format("{} bytes of user data (expected at most {})", data.size(), max_user_data));
    }
    const auto length = static_cast<std::uint8_t>(least_length + data.size());
    const std::array head = {octet::long_start, length, length, octet::long_start, control, address, ci};
    OctetBuffer frame;
    frame.reserve(head.size() + data.size() + 2);
    frame.insert(frame.end(), head.begin(), head.end());
    frame.insert(frame.end(), data.begin(), data.end());
    frame.push_back(checksum(OctetView{frame}.subspan(long_header)));
    frame.push_back(octet::stop);
    return frame;
}

FrameEvent FrameSplitter::next(OctetView& bytes) {
    for (;;) {
        if (auto event = examine(false)) return *event;
        if (bytes.empty()) return NeedMore{};
        if (begin_ + size_ == held_.size()) {
            std::memmove(held_.data(), held_.data() + begin_, size_);
            begin_ = 0;
        }
        held_[begin_ + size_++] = bytes.front();
        bytes = bytes.subspan(1);
    }
}

std::optional<FrameEvent> FrameSplitter::gap() {
    auto event = examine(true);
    if (!event) astray_ = false;
    return event;
}

void FrameSplitter::reset() {
    drop(size_);
    reported_ = 0;
    astray_ = false;
}

/// The first event in the octets held. `complete`: no further octet belongs to them.
std::optional<FrameEvent> FrameSplitter::examine(bool complete) {
    drop(std::exchange(reported_, 0));
    while (size_ > 0) {
        const Verdict verdict = look_at({held_.data() + begin_, size_});
        if (const auto* found = std::get_if<Frame>(&verdict)) {
            Frame frame = *found;
            frame.offset = offset_;
            reported_ = frame.octets.size();
            astray_ = false;
            return frame;
        }
        FrameError error{FrameFault::truncated, 0, size_};
        if (const auto* fault = std::get_if<FrameError>(&verdict)) {
            error = *fault;
        } else if (!complete) {
            return std::nullopt;
        }
        error.frame_offset = offset_;
        error.offset += offset_;
        drop(1);
        if (!std::exchange(astray_, true)) return error;
    }
    return std::nullopt;
}

void FrameSplitter::drop(std::size_t count) {
    begin_ += count;
    size_ -= count;
    offset_ += count;
    if (size_ == 0) begin_ = 0;
}

}  // namespace otbench::bus
