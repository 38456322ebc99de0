#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "firmware_model/hardware/receive_ring.hpp"

namespace otbench::firmware {

/// The mezzanine's receive buffer: 256 octets in a ring that does not notice when its end catches up with its
/// beginning, and then looks empty (spec: firmware, section 7.4; quirk Q46).
class MezzanineRing {
public:
    static constexpr std::size_t capacity = 256;

    /// `drops_oldest`: quirk Q46 is corrected, so a full ring loses its oldest octet and no more.
    explicit MezzanineRing(bool drops_oldest) : drops_oldest_(drops_oldest) {}

    void push(ReceivedOctet octet) {
        octets_[tail_] = octet;
        tail_ = (tail_ + 1) % capacity;
        if (empty() && drops_oldest_) head_ = (head_ + 1) % capacity;
    }
    /// The oldest octet, removed.
    std::optional<ReceivedOctet> pop() {
        if (empty()) return std::nullopt;
        const ReceivedOctet oldest = octets_[head_];
        head_ = (head_ + 1) % capacity;
        return oldest;
    }
    void clear() { head_ = tail_; }
    [[nodiscard]] bool empty() const { return head_ == tail_; }

private:
    bool drops_oldest_;
    std::array<ReceivedOctet, capacity> octets_{};
    std::size_t head_ = 0;
    std::size_t tail_ = 0;
};

}  // namespace otbench::firmware
