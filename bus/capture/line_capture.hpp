#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>

#include "bus/capture/captured_frame.hpp"
#include "bus/frame/frame.hpp"

namespace otbench::bus {

/// Puts the characters of a bus together into frames, both directions in order of time.
///
/// A frame ends with its last octet. Characters that make no frame come as a damaged one when a frame ends behind them,
/// the other side sends, or the line has been silent for 33 bit times (spec: M-Bus protocol, section 2).
/// Sans-I/O; times are the caller's, in order.
class LineCapture {
public:
    /// `sink` gets every frame, in order of their ends.
    explicit LineCapture(std::function<void(const CapturedFrame&)> sink) : sink_(std::move(sink)) {}

    /// A character was on the line from `start` to the end of its last stop bit. `sound`: parity and stop bit are good.
    void character(Direction direction, std::uint8_t octet, Nanoseconds start, Nanoseconds end, bool sound = true);

    /// From now on, what the master sends comes from this client. What another one has begun is over.
    void sent_by(const std::string& client);

    /// Something to say about the frame that is being sent in this direction, or was sent last.
    void note(Direction direction, const std::string& text);

    /// Hands over what is complete at `now`. A request waits until then, so that the notes of slaves, which receive its
    /// last character a little later, are not missed.
    void hand_over_complete(Nanoseconds now);
    /// When `hand_over_complete` has something to hand over; nothing while it will not without another character.
    [[nodiscard]] std::optional<Nanoseconds> next_hand_over() const;
    /// Hands over everything: the capture ends.
    void finish();

private:
    struct Character {
        std::uint8_t octet;
        Nanoseconds start, end;
        bool sound;
    };
    struct Side {
        FrameSplitter splitter;
        std::deque<Character> held;
        std::uint64_t taken = 0;  ///< characters that were held before those
        std::string notes;
    };

    [[nodiscard]] Side& side(Direction direction) { return sides_[static_cast<std::size_t>(direction)]; }
    void hand_over_frame(Direction direction, const FrameEvent& event);
    void hand_over(Direction direction, std::size_t count, bool is_frame);
    void give_up(Direction direction);
    void flush_done();
    [[nodiscard]] std::optional<Nanoseconds> end_of_silence(Direction direction) const;

    std::function<void(const CapturedFrame&)> sink_;
    std::array<Side, 2> sides_;
    std::string client_;
    std::deque<CapturedFrame> done_;  ///< complete; the last one waits for notes
};

}  // namespace otbench::bus
