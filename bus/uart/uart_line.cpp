#include "bus/uart/uart_line.hpp"

#include <bitset>
#include <cmath>

namespace otbench::bus {
namespace {

constexpr int data_bits = 8;

/// Time from the start edge to `k` bit times after it, rounded once.
Nanoseconds bit_times(const UartFormat& format, double k) {
    return Nanoseconds{std::llround(k * 1e9 / format.baud)};
}

/// The level of the parity bit that belongs to `octet`.
bool parity_bit(Parity parity, std::uint8_t octet) {
    const bool ones_are_odd = std::bitset<data_bits>{octet}.count() % 2 != 0;
    return ones_are_odd == (parity == Parity::even);
}

/// Index of the first stop bit.
int stop_bit(const UartFormat& format) {
    return format.bits() - format.stop_bits;
}

}  // namespace

Nanoseconds UartFormat::bit_start(int k) const {
    return bit_times(*this, k);
}

Nanoseconds append_uart_edges(const UartFormat& format, std::uint8_t octet, Nanoseconds start,
                              std::vector<UartEdge>& edges) {
    bool level = true;
    const auto drive = [&](int bit, bool to) {
        if (to == level) return;
        level = to;
        edges.push_back({start + format.bit_start(bit), level});
    };
    drive(0, false);
    for (int bit = 0; bit < data_bits; ++bit) drive(1 + bit, ((octet >> bit) & 1) != 0);
    if (format.parity != Parity::none) drive(1 + data_bits, parity_bit(format.parity, octet));
    drive(stop_bit(format), true);
    return start + format.bit_start(format.bits());
}

UartReceiver::UartReceiver(UartFormat format, bool idle_level) : level_(idle_level) {
    set_format(format);
}

void UartReceiver::set_format(UartFormat format) {
    parity_ = format.parity;
    receiving_ = false;
    stop_bit_ = stop_bit(format);
    for (int bit = 0; bit <= stop_bit_; ++bit) samples_[static_cast<std::size_t>(bit)] = bit_times(format, bit + 0.5);
}

void UartReceiver::edge(Nanoseconds at, bool level, Cause cause) {
    sample_until(at, false);
    const bool falls = level_ && !level;
    level_ = level;
    if (receiving_ || !falls) return;
    receiving_ = true;
    next_bit_ = 0;
    bits_ = 0;
    start_ = at;
    cause_ = cause;
}

std::optional<Nanoseconds> UartReceiver::deadline() const {
    if (done_) return done_->end;
    if (!receiving_) return std::nullopt;
    return sample_time(stop_bit_);
}

std::optional<UartCharacter> UartReceiver::advance(Nanoseconds now) {
    sample_until(now, true);
    std::optional<UartCharacter> character;
    character.swap(done_);
    return character;
}

void UartReceiver::sample_until(Nanoseconds end, bool inclusive) {
    while (receiving_) {
        const Nanoseconds due = sample_time(next_bit_);
        if (due > end || (due == end && !inclusive)) return;
        take_sample();
    }
}

void UartReceiver::take_sample() {
    const int bit = next_bit_++;
    if (bit == 0 && level_) {  // too short for a start bit: a glitch
        receiving_ = false;
        return;
    }
    bits_ |= static_cast<std::uint32_t>(level_) << bit;
    if (bit < stop_bit_) return;

    receiving_ = false;
    UartCharacter character;
    character.octet = static_cast<std::uint8_t>(bits_ >> 1);
    const bool parity = ((bits_ >> (1 + data_bits)) & 1) != 0;
    character.parity_ok = parity_ == Parity::none || parity == parity_bit(parity_, character.octet);
    character.framing_ok = level_;
    character.start = start_;
    character.end = sample_time(bit);
    character.cause = cause_;
    done_ = character;
}

}  // namespace otbench::bus
