#include "bus/capture/pcapng_reader.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "bus/capture/pcapng.hpp"
#include "bus/capture/pcapng_format.hpp"

namespace otbench::bus {
namespace {

using namespace pcapng;

constexpr std::size_t block_frame = 12;       ///< octets of type and of both lengths
constexpr std::size_t smallest_section = 28;  ///< octets of a section header without options
constexpr std::size_t packet_head = 20;       ///< octets of an enhanced packet before its data
constexpr std::size_t padding = 4;            ///< every part begins at a multiple of it

/// A number in the byte order of its section.
std::uint64_t number(OctetView octets, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < octets.size(); ++i) value = value << 8 | octets[big_endian ? i : octets.size() - 1 - i];
    return value;
}

struct Interface {
    std::uint16_t link_type = 0;
    std::uint64_t ticks_a_second = 1'000'000;  ///< the format's default
};

/// Reads a file block by block.
class PcapngReader {
public:
    explicit PcapngReader(OctetView file) : file_(file) {}

    Checked<std::vector<CapturedPacket>> read() {
        while (at_ < file_.size()) {
            if (auto wrong = read_block()) return *wrong;
        }
        return std::move(packets_);
    }

private:
    [[nodiscard]] std::uint64_t number_at(std::size_t at, std::size_t size) const {
        return number(file_.subspan(at, size), big_endian_);
    }
    [[nodiscard]] InputError wrong(std::size_t at, std::string_view what) const {
        return InputError{fmt::format("byte {}: {}", at, what)};
    }

    std::optional<InputError> read_block() {
        const std::size_t left = file_.size() - at_;
        if (left < block_frame) return wrong(at_, "the file ends inside a block");
        const bool is_section = number_at(at_, 4) == section_block;  // the same in both byte orders
        if (is_section) {
            if (left < smallest_section) return wrong(at_, "the file ends inside a section header");
            if (auto error = begin_section()) return error;
        } else if (!in_section_) {
            return wrong(at_, "no pcapng file (expected a section header)");
        }
        const auto size = number_at(at_ + 4, 4);
        if (size < block_frame || size % padding != 0 || size > left)
            return wrong(at_ + 4, fmt::format("invalid block length {} (expected {} to {}, a multiple of {})", size,
                                              block_frame, left, padding));
        const auto type = number_at(at_, 4);
        const std::size_t body = at_ + 8, end = at_ + static_cast<std::size_t>(size) - 4;
        std::optional<InputError> error;
        if (type == interface_block) error = add_interface(body, end);
        if (type == enhanced_packet_block) error = add_packet(body, end);
        at_ += static_cast<std::size_t>(size);
        return error;
    }

    std::optional<InputError> begin_section() {
        for (const bool big_endian : {false, true}) {
            big_endian_ = big_endian;
            if (number_at(at_ + 8, 4) != byte_order_magic) continue;
            in_section_ = true;
            first_interface_ = interfaces_.size();
            return std::nullopt;
        }
        return wrong(at_ + 8, "no pcapng file (unknown byte order)");
    }

    std::optional<InputError> add_interface(std::size_t at, std::size_t end) {
        constexpr std::size_t head = 8;
        if (end - at < head) return wrong(at, "an interface without its link type");
        Interface interface;
        interface.link_type = static_cast<std::uint16_t>(number_at(at, 2));
        for (at += head; end - at >= padding;) {
            const auto code = number_at(at, 2), size = number_at(at + 2, 2);
            at += padding;
            if (code == option_end) break;
            if (size > end - at)
                return wrong(at - 2, fmt::format("an option of {} bytes, {} are left", size, end - at));
            if (code == interface_resolution && size == 1) {
                const auto ticks = ticks_a_second(file_[at]);
                if (!ticks) return wrong(at, "invalid time resolution (expected at most 10^-9 or 2^-30 seconds)");
                interface.ticks_a_second = *ticks;
            }
            at = std::min(end, at + (static_cast<std::size_t>(size) + padding - 1) / padding * padding);
        }
        interfaces_.push_back(interface);
        return std::nullopt;
    }

    /// A power of ten, or of two when the highest bit is set.
    static std::optional<std::uint64_t> ticks_a_second(std::uint8_t resolution) {
        constexpr std::uint8_t is_binary = 0x80, most_bits = 30, most_digits = 9;
        const unsigned exponent = resolution & ~is_binary;
        if ((resolution & is_binary) != 0)
            return exponent <= most_bits ? std::optional{std::uint64_t{1} << exponent} : std::nullopt;
        if (exponent > most_digits) return std::nullopt;
        std::uint64_t ticks = 1;
        for (unsigned i = 0; i < exponent; ++i) ticks *= 10;
        return ticks;
    }

    std::optional<InputError> add_packet(std::size_t at, std::size_t end) {
        if (end - at < packet_head) return wrong(at, "a packet without its head");
        const auto index = first_interface_ + number_at(at, 4);
        if (index >= interfaces_.size()) return wrong(at, fmt::format("a packet of the unknown interface {}", index));
        const auto& interface = interfaces_[index];
        if (interface.link_type != link_type_rtac_serial)
            return wrong(at, fmt::format("a packet of link type {} (expected {}, a serial line)", interface.link_type,
                                         link_type_rtac_serial));
        const auto time = number_at(at + 4, 4) << 32 | number_at(at + 8, 4);
        const auto size = number_at(at + 12, 4);
        if (size < rtac_header_size || size > end - at - packet_head)
            return wrong(at + 12, fmt::format("a packet of {} bytes (expected {} to {})", size, rtac_header_size,
                                              end - at - packet_head));
        const auto data = file_.subspan(at + packet_head, static_cast<std::size_t>(size));
        CapturedPacket& packet = packets_.emplace_back();
        packet.interface = static_cast<std::uint32_t>(index);
        constexpr std::size_t event_offset = 8;
        const auto event = static_cast<RtacEvent>(data[event_offset]);
        const bool sent = event == RtacEvent::tx_start || event == RtacEvent::tx_end;
        packet.frame.direction = sent ? Direction::from_master : Direction::from_slave;
        packet.frame.start = packet.frame.end = nanoseconds(time, interface.ticks_a_second);
        packet.frame.octets.assign(data.begin() + rtac_header_size, data.end());
        return std::nullopt;
    }

    static Nanoseconds nanoseconds(std::uint64_t ticks, std::uint64_t ticks_a_second) {
        constexpr std::uint64_t billion = 1'000'000'000;
        const auto seconds = ticks / ticks_a_second, rest = ticks % ticks_a_second;
        constexpr std::uint64_t most_seconds = 9'000'000'000;  // that 64 bits of nanoseconds hold
        return Nanoseconds{
            static_cast<std::int64_t>(std::min(seconds, most_seconds) * billion + rest * billion / ticks_a_second)};
    }

    OctetView file_;
    std::size_t at_ = 0;
    bool in_section_ = false, big_endian_ = false;
    std::vector<Interface> interfaces_;
    std::size_t first_interface_ = 0;  ///< of the present section
    std::vector<CapturedPacket> packets_;
};

}  // namespace

bool is_pcapng(OctetView file) {
    return file.size() >= 4 && number(file.first(4), false) == section_block;
}

Checked<std::vector<CapturedPacket>> read_pcapng(OctetView file) {
    return PcapngReader{file}.read();
}

}  // namespace otbench::bus
