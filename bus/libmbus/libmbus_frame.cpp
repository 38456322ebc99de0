#include "bus/libmbus/libmbus_frame.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "bus/frame/frame.hpp"

namespace otbench::bus {
namespace {

using Fault = LibmbusVerdict::Fault;
using Type = LibmbusFrame::Type;

constexpr std::size_t short_size = 5;
constexpr std::size_t frame_around_length = 6;  // octets of a long frame that L does not count

// Control fields that libmbus accepts (spec: decoder XML, 2).
constexpr std::array<std::uint8_t, 5> short_controls = {0x40, 0x5A, 0x7A, 0x5B, 0x7B};
constexpr std::array<std::uint8_t, 6> long_controls = {0x53, 0x73, 0x08, 0x18, 0x28, 0x38};

template <class Controls>
bool contains(const Controls& controls, std::uint8_t control) {
    return std::find(controls.begin(), controls.end(), control) != controls.end();
}

LibmbusVerdict fault(Fault what) {
    LibmbusVerdict verdict;
    verdict.fault = what;
    return verdict;
}

LibmbusVerdict need_more(std::size_t missing) {
    LibmbusVerdict verdict = fault(Fault::need_more);
    verdict.missing = missing;
    return verdict;
}

/// The checks that short and long frames share, `summed` being what the checksum covers.
template <class Controls>
void check_content(LibmbusVerdict& verdict, OctetView octets, OctetView summed, const Controls& controls) {
    const std::uint8_t sum = octets[octets.size() - 2];
    if (!contains(controls, verdict.frame.control)) {
        verdict.fault = Fault::unknown_control;
        verdict.found = verdict.frame.control;
    } else if (octets[octets.size() - 1] != octet::stop) {
        verdict.fault = Fault::no_stop;
    } else if (checksum(summed) != sum) {
        verdict.fault = Fault::wrong_checksum;
        verdict.found = sum;
        verdict.computed = checksum(summed);
    }
}

LibmbusVerdict check_short(OctetView octets) {
    if (octets.size() < short_size) return need_more(short_size - octets.size());
    if (octets.size() > short_size) return fault(Fault::too_much);
    LibmbusVerdict verdict;
    verdict.frame = {Type::short_frame, octets[1], octets[2], 0, {}};
    check_content(verdict, octets, octets.subspan(1, 2), short_controls);
    return verdict;
}

LibmbusVerdict check_long(OctetView octets) {
    constexpr std::size_t start_and_lengths = 3;
    if (octets.size() < start_and_lengths) return need_more(start_and_lengths - octets.size());
    const std::size_t length = octets[1];
    if (length < 3 || octets[1] != octets[2]) return fault(Fault::wrong_length);
    const std::size_t size = length + frame_around_length;
    if (octets.size() < size) return need_more(size - octets.size());
    if (octets.size() > size) return fault(Fault::too_much);

    LibmbusVerdict verdict;
    const Type type = length == 3 ? Type::control_frame : Type::long_frame;
    verdict.frame = {type, octets[4], octets[5], octets[6], octets.subspan(7, length - 3)};
    if (octets[3] != octet::long_start)
        verdict.fault = Fault::no_frame_start;
    else
        check_content(verdict, octets, octets.subspan(4, length), long_controls);
    return verdict;
}

}  // namespace

int LibmbusVerdict::code() const {
    switch (fault) {
        case Fault::none: return 0;
        case Fault::need_more: return static_cast<int>(missing);
        case Fault::no_octets: return -1;
        case Fault::wrong_length:
        case Fault::too_much: return -2;
        case Fault::wrong_start: return -4;
        case Fault::no_frame_start:
        case Fault::unknown_control:
        case Fault::no_stop:
        case Fault::wrong_checksum: break;
    }
    return -3;
}

std::string LibmbusVerdict::message() const {
    switch (fault) {
        case Fault::none:
        case Fault::need_more: break;
        case Fault::no_octets: return "Got null pointer to frame, data or zero data_size.";
        case Fault::wrong_length: return "Invalid M-Bus frame length.";
        case Fault::too_much: return "Too much data in frame.";
        case Fault::no_frame_start: return "No frame start";
        case Fault::wrong_start: return "Invalid M-Bus frame start.";
        case Fault::unknown_control: return fmt::format("Unknown Control Code 0x{:02x}", found);
        case Fault::no_stop: return "No frame stop";
        case Fault::wrong_checksum: return fmt::format("Invalid checksum (0x{:02x} != 0x{:02x})", found, computed);
    }
    return {};
}

LibmbusVerdict check_libmbus_frame(OctetView octets) {
    if (octets.empty()) return fault(Fault::no_octets);
    switch (octets[0]) {
        case octet::acknowledge: {
            LibmbusVerdict verdict;
            verdict.frame.type = Type::single_character;
            return verdict;
        }
        case octet::short_start: return check_short(octets);
        case octet::long_start: return check_long(octets);
        default: return fault(Fault::wrong_start);
    }
}

std::string dump(const LibmbusFrame& frame) {
    constexpr std::size_t max_dumped = 247;  // user data that fits libmbus's buffer
    constexpr int too_long = -4;
    constexpr int no_frame = -3;
    OctetBuffer octets;
    int size = 0;
    switch (frame.type) {
        case Type::none: size = no_frame; break;
        case Type::single_character: octets = single_character(); break;
        case Type::short_frame: octets = short_frame(frame.control, frame.address); break;
        case Type::control_frame:
        case Type::long_frame:
            if (frame.data.size() > max_dumped)
                size = too_long;
            else
                octets = long_frame(frame.control, frame.address, frame.ci, frame.data);
            break;
    }
    if (!octets.empty()) size = static_cast<int>(octets.size());
    std::string line =
        fmt::format("mbus_frame_print: Dumping M-Bus frame [type {}, {} bytes]: ", static_cast<int>(frame.type), size);
    for (const std::uint8_t value : octets) line += fmt::format("{:02X} ", value);
    return line;
}

}  // namespace otbench::bus
