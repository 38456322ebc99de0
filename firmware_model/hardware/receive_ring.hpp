#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// An octet and the event that brought it.
struct ReceivedOctet {
    std::uint8_t octet;
    Cause source;
};

/// The software UART's receive buffer: 255 octets, newer ones are dropped (spec: firmware, section 6.5; quirk Q41).
class ReceiveRing {
public:
    static constexpr std::size_t capacity = 255;

    void push(ReceivedOctet octet) {
        if (octets_.size() < capacity) {
            octets_.push_back(octet);
        } else {
            overflowed_ = true;
        }
    }
    /// True when something was dropped since the last call, which the firmware itself never asks for.
    bool clear_overflow() { return std::exchange(overflowed_, false); }
    /// The oldest octet, removed.
    std::optional<ReceivedOctet> pop() {
        if (octets_.empty()) return std::nullopt;
        const ReceivedOctet oldest = octets_.front();
        octets_.pop_front();
        return oldest;
    }
    void clear() { octets_.clear(); }
    [[nodiscard]] bool empty() const { return octets_.empty(); }

private:
    std::deque<ReceivedOctet> octets_;
    bool overflowed_ = false;
};

}  // namespace otbench::firmware
