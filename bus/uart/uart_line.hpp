#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::bus {

enum class Parity : std::uint8_t { none, even, odd };

/// Speed and shape of the characters on an asynchronous line: one start bit, eight data bits least significant first,
/// an optional parity bit and one or two stop bits (EN 13757-2, 5.3: 8E1 on the M-Bus).
struct UartFormat {
    double baud = 2400;  ///< above 0
    Parity parity = Parity::even;
    int stop_bits = 1;

    /// Bits of a whole character, start and stop bits included: 11 for 8E1.
    [[nodiscard]] int bits() const { return 9 + (parity == Parity::none ? 0 : 1) + stop_bits; }
    /// Time from the start edge to the beginning of bit `k` (0 = start bit): k/baud rounded once, so nothing adds up.
    [[nodiscard]] Nanoseconds bit_start(int k) const;
};

/// A change of level of a line: true is high, idle and logical one (mark).
struct UartEdge {
    Nanoseconds at;
    bool level;
};

/// Appends the edges of `octet`, whose start bit begins at `start` on an idle (high) line; returns where its last stop
/// bit ends, which is where the next start bit may begin. Edges that do not change the level are left out.
Nanoseconds append_uart_edges(const UartFormat& format, std::uint8_t octet, Nanoseconds start,
                              std::vector<UartEdge>& edges);

/// A character as a receiver saw it.
struct UartCharacter {
    std::uint8_t octet = 0;
    bool parity_ok = true;
    bool framing_ok = true;     ///< the (first) stop bit was high
    Nanoseconds start{};        ///< its start edge
    Nanoseconds end{};          ///< the middle of its first stop bit, where the receiver has it
    Cause cause = Cause::none;  ///< what was given with the start edge
};

/// Turns timed edges into characters as a hardware UART does: start edge, start bit confirmed in its middle, every
/// further bit sampled in its middle, counted from the start edge.
///
/// Purely event-driven: feed edges in order of time, and call `advance` at or after `deadline()`. A line that stays low
/// after a framing error is a break; the receiver waits for it to rise before it searches for another start edge.
class UartReceiver {
public:
    explicit UartReceiver(UartFormat format, bool idle_level = true);

    /// The line changed to `level` at `at` (not before the last edge). Samples that lie before `at` are taken first, so
    /// call `advance(at)` until it yields nothing before this.
    void edge(Nanoseconds at, bool level, Cause cause = Cause::none);

    /// When the character in progress will be complete; nothing while the line is idle.
    [[nodiscard]] std::optional<Nanoseconds> deadline() const;

    /// The character that is complete at `now`, at most once per character.
    std::optional<UartCharacter> advance(Nanoseconds now);

    /// Changes speed and shape; a character in progress is dropped.
    void set_format(UartFormat format);

private:
    [[nodiscard]] Nanoseconds sample_time(int bit) const { return start_ + samples_[static_cast<std::size_t>(bit)]; }
    void sample_until(Nanoseconds end, bool inclusive);
    void take_sample();

    static constexpr std::size_t most_samples = 11;  ///< start bit, data, parity, first stop bit

    Parity parity_ = Parity::even;
    int stop_bit_ = 0;                                 ///< the number of the last bit that is sampled
    std::array<Nanoseconds, most_samples> samples_{};  ///< from the start edge to the middle of each bit
    bool level_;
    bool receiving_ = false;  ///< between a start edge and the middle of the first stop bit
    int next_bit_ = 0;        ///< the bit to be sampled next, 0 being the start bit
    std::uint32_t bits_ = 0;  ///< the samples so far, bit k of the character at bit k
    Nanoseconds start_{};
    Cause cause_ = Cause::none;
    std::optional<UartCharacter> done_;
};

}  // namespace otbench::bus
