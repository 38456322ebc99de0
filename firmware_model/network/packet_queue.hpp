#pragma once

#include <cstddef>
#include <deque>
#include <limits>
#include <optional>
#include <vector>

#include "base/event_sink.hpp"
#include "base/mqtt/mqtt_packet.hpp"

namespace otbench::firmware {

/// A packet that waits for its turn, with the event that made the device send it.
struct QueuedPacket {
    mqtt::Packet packet;
    std::vector<std::uint8_t> bytes;
    Cause cause = Cause::none;
};

/// The firmware's ring of 4096 octets for outgoing packets. A packet takes one octet before and one after it, and two
/// for each octet 7D, 7E and 7F in it; one that did not fit leaves its begin behind, which takes up room until what was
/// queued before it is gone (spec: firmware, section 1.6).
class PacketQueue {
public:
    static constexpr std::size_t capacity = 4096;
    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

    explicit PacketQueue(std::size_t size = capacity) : size_(size) {}

    /// Adds `packet`. False when it does not fit; the ring is then full of its begin.
    bool push(QueuedPacket packet);
    /// Adds `packet`, removing the oldest ones one by one until it fits or none is left. Returns how often it did not
    /// fit.
    int push_evicting(const QueuedPacket& packet);
    /// Removes the oldest packet; nothing, and an empty ring, when there is none.
    std::optional<QueuedPacket> pop();

    [[nodiscard]] bool empty() const { return entries_.empty(); }
    [[nodiscard]] std::size_t used() const { return used_; }

private:
    struct Entry {
        std::size_t size;                     ///< octets in the ring
        std::optional<QueuedPacket> content;  ///< nothing: the begin of a packet that did not fit
    };
    std::size_t size_;
    std::deque<Entry> entries_;
    std::size_t used_ = 0;
};

}  // namespace otbench::firmware
