#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "bus/frame/frame.hpp"
#include "meters/line/octet_damage.hpp"

namespace otbench::meters {

/// How a connection ends from our side.
enum class LinkEnd : std::uint8_t {
    closed,       ///< in order
    reset,        ///< at once
    abandoned,    ///< dead, but not closed
    half_closed,  ///< dead, and closed in the direction to the client
};

/// One connection of a link with its faults: octets of requests in and out again, octets of answers in and, at their
/// time, out.
///
/// Sans-I/O: times are the caller's. Without faults every octet passes as it comes.
class LinkPath {
public:
    /// `state` must outlive it. `baud`: see `set_baud`. A new connection gets its greeting at `at`.
    LinkPath(LinkState& state, double baud, Nanoseconds at);

    /// For the pauses between messages.
    void set_baud(double baud) { baud_ = baud; }

    /// What a client gave at `at`, as it comes to the converter; its times do not fall from call to call.
    [[nodiscard]] std::vector<TimedOctet> to_converter(OctetView octets, Nanoseconds at);
    /// The converter sends a frame of this client's, until `end`.
    void requested(const bus::Frame& frame, Nanoseconds end);
    /// The converter has received an octet of the meters, or one that it sends itself; its last stop bit ends at `end`.
    void answered(std::uint8_t octet, Nanoseconds end);
    void echoed(std::uint8_t octet, Nanoseconds end);

    /// When `pop` or `ending` has a result.
    [[nodiscard]] std::optional<Nanoseconds> next() const;
    /// The next octet for the client that is due at `now`.
    [[nodiscard]] std::optional<TimedOctet> pop(Nanoseconds now);
    /// The connection has to be ended in that way; reported once.
    [[nodiscard]] std::optional<LinkEnd> ending(Nanoseconds now);

private:
    using Queue = std::multimap<Nanoseconds, std::uint8_t>;

    [[nodiscard]] Nanoseconds pause() const;
    [[nodiscard]] Nanoseconds delayed(Nanoseconds at);
    void begin_answer(Nanoseconds at);
    void end_answer(Nanoseconds at);
    void end_overdue_answer(Nanoseconds now);
    void forward(std::uint8_t octet, Nanoseconds at);
    void release_chunk(Nanoseconds at);
    void acknowledge(const bus::Frame& frame, Nanoseconds end);

    LinkState& state_;
    double baud_;
    OctetDamage requests_{state_, LinkFaults::Direction::requests};
    OctetDamage answers_{state_, LinkFaults::Direction::answers};

    std::optional<Nanoseconds> request_at_;  ///< when octets of a request last came, while no answer has come since
    Nanoseconds request_out_{};              ///< when the last of a request left: nothing overtakes
    bool no_answer_ = false;                 ///< the answer to the last request does not pass

    std::optional<Nanoseconds> answer_at_;  ///< while an answer comes: its last octet
    bool swallowed_ = false;                ///< the present answer does not pass
    std::uint32_t answer_count_ = 0;
    Nanoseconds answer_out_{};
    std::vector<std::uint8_t> chunk_, whole_, before_;  ///< held back: a piece, this answer, the one before
    Nanoseconds chunk_out_{};
    Queue out_;

    std::uint32_t echo_count_ = 0;  ///< of requests
    Nanoseconds echo_at_{};
    Queue echo_;

    Nanoseconds active_;  ///< when an octet last came in either direction
    std::optional<LinkEnd> end_;
    Nanoseconds end_at_{};
    bool ended_ = false;
};

}  // namespace otbench::meters
