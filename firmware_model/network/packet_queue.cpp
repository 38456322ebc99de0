#include "firmware_model/network/packet_queue.hpp"

#include <algorithm>

namespace otbench::firmware {
namespace {

// Spec: firmware, section 1.6; the difference is the octet before a packet.
constexpr std::uint8_t escape_octet = 0x7D;
constexpr std::uint8_t end_octet = 0x7F;

std::size_t stored_size(const std::vector<std::uint8_t>& bytes) {
    const auto escaped =
        std::count_if(bytes.begin(), bytes.end(), [](auto b) { return b >= escape_octet && b <= end_octet; });
    return bytes.size() + static_cast<std::size_t>(escaped) + 2;
}

}  // namespace

bool PacketQueue::push(QueuedPacket packet) {
    const std::size_t size = stored_size(packet.bytes);
    const std::size_t room = size_ - used_;
    const bool fits = size <= room;
    if (fits) {
        entries_.push_back({size, std::move(packet)});
    } else if (room > 0) {
        entries_.push_back({room, std::nullopt});
    }
    used_ += std::min(size, room);
    return fits;
}

int PacketQueue::push_evicting(const QueuedPacket& packet) {
    int failures = 0;
    while (!push(packet)) {
        ++failures;
        if (!pop()) break;
    }
    return failures;
}

std::optional<QueuedPacket> PacketQueue::pop() {
    while (!entries_.empty()) {
        Entry oldest = std::move(entries_.front());
        entries_.pop_front();
        used_ -= oldest.size;
        if (oldest.content) return std::move(oldest.content);
    }
    return std::nullopt;
}

}  // namespace otbench::firmware
