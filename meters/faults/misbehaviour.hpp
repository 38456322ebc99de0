#pragma once

#include <optional>

#include "base/random.hpp"
#include "bus/frame/frame.hpp"
#include "meters/faults/faults.hpp"
#include "meters/link/frame_transmitter.hpp"

namespace otbench::meters {

/// What a meter's faults make of what it hears and sends. A meter without any is not disturbed.
class Misbehaviour {
public:
    /// `salt` tells meters with the same seed apart.
    explicit Misbehaviour(std::uint64_t salt) : salt_(salt), random_(salt ^ 1) {}

    [[nodiscard]] const Faults& faults() const { return faults_; }
    void set(const Faults& faults);

    /// The meter lost its power.
    void power_lost();

    /// Whether a good frame, meant for the meter or not, reaches it. `stray`: see `ReceivedFrame`.
    bool hears(std::size_t stray, Nanoseconds at);
    /// Whether it answers a request that it has heard; `own`: it came to the meter's own address.
    bool answers(const bus::Frame& frame, bool own, Nanoseconds at);
    /// Whether a request gets the last answer once more instead of a new one.
    [[nodiscard]] bool repeats(const bus::Frame& frame, Nanoseconds at);
    /// The time from the end of a request to the answer, instead of `usual`.
    [[nodiscard]] Nanoseconds delay(Nanoseconds usual, double baud);
    /// Changes an answer's octets.
    void spoil(OctetBuffer& answer);
    /// What goes wrong with `octets` characters on their way.
    [[nodiscard]] Interference interference(std::size_t octets);
    /// An answer was sent, E5 or not, until `end`.
    void sent(bool acknowledgement, Nanoseconds end);

    /// Speed and shape of its characters, instead of `usual`.
    [[nodiscard]] bus::UartFormat format(bus::UartFormat usual) const;

    /// It has begun to listen.
    void begin(Nanoseconds now);
    /// When it sends nonsense next; nothing when it does not.
    [[nodiscard]] std::optional<Nanoseconds> next_babble() const { return babble_at_; }
    [[nodiscard]] OctetBuffer babble(Nanoseconds now);

private:
    bool spent(Nanoseconds at);

    std::uint64_t salt_;
    Faults faults_;
    Random random_;
    Nanoseconds deaf_until_{};
    Nanoseconds awake_until_{};
    std::optional<Nanoseconds> satisfied_at_;  ///< when it last got what it needs
    std::int64_t requests_ = 0;
    std::int64_t day_ = -1;
    std::int64_t tokens_ = 0;
    std::int64_t jumps_ = 0;
    bool vendor_mode_ = true;
    std::optional<Nanoseconds> babble_at_;
};

}  // namespace otbench::meters
