#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"
#include "meters/line/link_faults.hpp"

namespace otbench::meters {

/// The faults of a link, and what all of its connections share of their history.
struct LinkState {
    LinkFaults faults;
    Random random{1};
    std::uint32_t damaged = 0;  ///< messages so far
    std::uint32_t answers = 0;  ///< that passed so far

    /// The faults from now on, as if the converter had been switched off and on.
    void set(const LinkFaults& new_faults);
};

struct TimedOctet {
    Nanoseconds at;
    std::uint8_t octet;
};

/// Applies a link's faults to messages in one direction, octet by octet.
class OctetDamage {
public:
    /// `state` must outlive it.
    OctetDamage(LinkState& state, LinkFaults::Direction direction) : state_(state), direction_(direction) {}

    /// The next octet is a message's first.
    void begin_message();
    /// Of the present message so far.
    [[nodiscard]] std::uint32_t octets() const { return octets_; }
    /// Appends to `out` what is left of the next octet.
    void pass(std::uint8_t octet, Nanoseconds at, std::vector<TimedOctet>& out);

private:
    [[nodiscard]] bool may_damage();
    [[nodiscard]] bool is_lost(std::uint32_t place);
    [[nodiscard]] std::uint8_t with_bit_errors(std::uint8_t octet);

    LinkState& state_;
    LinkFaults::Direction direction_;
    std::uint32_t octets_ = 0;
    std::uint32_t passed_ = 0;  ///< octets of all messages
    std::uint32_t burst_ = 0;   ///< bits still to invert
    bool damaged_ = false;      ///< the present message
};

}  // namespace otbench::meters
