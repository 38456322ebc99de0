#pragma once

#include <optional>

#include "base/random.hpp"
#include "bus/frame/frame.hpp"
#include "meters/faults/faults.hpp"
#include "meters/link/frame_transmitter.hpp"

namespace otbench::meters {

/// The effects of a meter's faults on what it receives and sends. Without faults it has none.
class Misbehaviour {
public:
    /// `salt` distinguishes meters with the same seed.
    explicit Misbehaviour(std::uint64_t salt) : salt_(salt), random_(salt ^ 1) {}

    [[nodiscard]] const Faults& faults() const { return faults_; }
    void set(const Faults& faults);

    /// The meter lost its power.
    void power_lost();

    /// Whether the meter receives a good frame, addressed to it or not. `preamble`: see `ReceivedFrame`.
    bool receives(std::size_t preamble, Nanoseconds at);
    /// Whether it answers a request that it has received; `own`: the request was sent to the meter's own address.
    bool answers(const bus::Frame& frame, bool own, Nanoseconds at);
    /// Whether a request gets the last answer once more instead of a new one.
    [[nodiscard]] bool repeats(const bus::Frame& frame, Nanoseconds at);
    /// The time from the end of a request to the answer, instead of `usual`.
    [[nodiscard]] Nanoseconds delay(Nanoseconds usual, double baud);
    /// Changes an answer's octets.
    void corrupt(OctetBuffer& answer);
    /// What goes wrong with `octets` characters on their way.
    [[nodiscard]] Interference interference(std::size_t octets);
    /// An answer was sent, E5 or not, until `end`.
    void sent(bool acknowledgement, Nanoseconds end);

    /// Speed and shape of its characters, instead of `usual`.
    [[nodiscard]] bus::UartFormat format(bus::UartFormat usual) const;

    /// The meter listens; the next spurious transmission is scheduled unless it already is.
    void schedule_spurious(Nanoseconds now);
    /// When the next spurious transmission is due; nothing without that fault.
    [[nodiscard]] std::optional<Nanoseconds> next_spurious() const { return spurious_at_; }
    /// Its octets; the one after it is scheduled.
    [[nodiscard]] OctetBuffer spurious_octets(Nanoseconds now);

private:
    bool limit_reached(Nanoseconds at);

    std::uint64_t salt_;
    Faults faults_;
    Random random_;
    Nanoseconds deaf_until_{};
    Nanoseconds awake_until_{};
    std::optional<Nanoseconds> satisfied_at_;  ///< when it last received what it needs
    std::int64_t requests_ = 0;
    std::int64_t day_ = -1;
    std::int64_t tokens_ = 0;
    std::int64_t jumps_ = 0;
    bool vendor_mode_ = true;
    std::optional<Nanoseconds> spurious_at_;
};

}  // namespace otbench::meters
