#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "bus/frame/frame.hpp"
#include "meters/tape/tape.hpp"

namespace otbench::meters {

/// The slaves of a tape: the same requests get the recorded answers after the recorded delays. A request that was sent
/// several times gets its answers in their order, and from the first one again; one that is not on the tape, or that
/// was not answered, gets none.
///
/// Sans-I/O: what a master sends takes the time of its characters on the line; times are the caller's, in order.
class TapeLine {
public:
    using Delivery = std::function<void(std::uint8_t octet, Nanoseconds at)>;

    explicit TapeLine(const Tape& tape);

    /// The master gives these octets at `at`.
    void receive(OctetView octets, Nanoseconds at);
    /// When `advance` has an octet to deliver; nothing while the line is idle.
    [[nodiscard]] std::optional<Nanoseconds> next_event() const;
    /// Delivers the octets whose stop bits have ended.
    void advance(Nanoseconds until, const Delivery& deliver);

    /// Whether the tape holds the last request, answered or not; false before the first one.
    [[nodiscard]] bool knows_last() const { return knows_last_; }
    /// Of the master's frames, those that are not on the tape.
    [[nodiscard]] std::size_t unknown() const { return unknown_; }

private:
    /// One or, in a collision, several frames that followed a request.
    struct Part {
        Nanoseconds delay;  ///< from the end of the request to the first start bit
        OctetBuffer octets;
    };
    struct Answers {
        std::vector<std::vector<Part>> recorded;
        std::size_t next = 0;
    };
    struct Due {
        std::uint8_t octet;
        Nanoseconds at;
    };

    void answer(const bus::Frame& request);
    [[nodiscard]] Nanoseconds characters(std::size_t count) const;

    bus::UartFormat format_;
    std::map<OctetBuffer, Answers> answers_;
    bus::FrameSplitter splitter_;
    Nanoseconds line_free_{};
    std::deque<Due> due_;
    bool knows_last_ = false;
    std::size_t unknown_ = 0;
};

}  // namespace otbench::meters
