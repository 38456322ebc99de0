#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>

#include "base/event_sink.hpp"
#include "bus/frame/frame.hpp"
#include "bus/uart/uart_line.hpp"

namespace otbench::meters {

/// Silence that ends a frame, complete or not, in bit times (spec: M-Bus protocol, section 2).
constexpr int gap_bits = 33;

/// A good frame. Its views are valid until the receiver's next call.
struct ReceivedFrame {
    bus::Frame frame;
    Nanoseconds end{};          ///< where the stop bit of its last character ends
    Cause cause = Cause::none;  ///< of the start edge of its first character
    std::size_t preamble = 0;   ///< characters since the good frame before it, or since the receiver was made
};

/// Characters that do not form a frame.
struct DamagedFrame {
    std::string what;  ///< "byte 3: checksum 0x5c, computed 0x5d"; bytes count from the end of the previous frame
    Cause cause = Cause::none;  ///< of the start edge of the character at fault
    std::uint8_t octet = 0;     ///< as received
};

using LineEvent = std::variant<ReceivedFrame, DamagedFrame>;

/// A slave's receiver: turns the edges of its line into link-layer frames.
///
/// A character with a parity or framing error damages its frame: all characters are ignored until the line has been
/// idle for 33 bit times. Event-driven like `bus::UartReceiver`: call `advance` until it yields nothing at or
/// after `deadline()` and before each `edge`.
class FrameReceiver {
public:
    /// `tolerant`: characters with a parity or framing error are accepted.
    explicit FrameReceiver(bus::UartFormat format, bool line_level = true, bool tolerant = false);

    /// The line went to mark (true) or space at `at`.
    void edge(Nanoseconds at, bool mark, Cause cause);

    /// When something may be due; nothing while the line is idle.
    [[nodiscard]] std::optional<Nanoseconds> deadline() const;

    /// The next event that is due at `now`.
    std::optional<LineEvent> advance(Nanoseconds now);

private:
    /// Enough for every octet that the splitter may hold.
    using Causes = std::array<Cause, bus::max_frame_octets + 1>;

    [[nodiscard]] Cause& cause_of(std::uint64_t octet) { return causes_[octet % std::tuple_size_v<Causes>]; }
    std::optional<LineEvent> from_octets();
    std::optional<LineEvent> from_gap(Nanoseconds now);
    LineEvent translate(const bus::FrameEvent& event);
    std::optional<LineEvent> receive(const bus::UartCharacter& character);

    Nanoseconds character_, gap_;  ///< how long a character takes, and the silence that ends a frame
    bus::UartReceiver uart_;
    bus::FrameSplitter splitter_;
    bool mark_;
    bool tolerant_;
    bool damaged_ = false;                 ///< a damaged character was received; wait for the gap
    std::optional<Nanoseconds> gap_at_;    ///< when the present run of characters ends, if the line stays idle
    Nanoseconds last_end_{};               ///< of the last character's stop bit
    std::optional<std::uint8_t> unsplit_;  ///< the last octet, while the splitter has not taken it
    std::uint64_t octets_ = 0;             ///< given to the splitter so far
    std::size_t characters_ = 0;           ///< since the last good frame
    std::uint64_t run_start_ = 0;          ///< the octet at which the present frame should have begun
    Causes causes_{};
};

}  // namespace otbench::meters
