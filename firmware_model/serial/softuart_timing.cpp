#include "firmware_model/serial/softuart_timing.hpp"

#include <bitset>

namespace otbench::firmware {
namespace {

using std::chrono::microseconds;

constexpr Nanoseconds clock_range = microseconds{std::int64_t{1} << 31};
constexpr int character_bits = 8;

/// The levels of the `count` bits after the start bit, the first one in bit 0.
unsigned sample(const BitClock& bits, const std::vector<bus::UartEdge>& edges, int count) {
    unsigned sampled = 0;
    bool level = false;
    auto edge = edges.begin();
    for (int k = 1; k <= count; ++k) {
        for (; edge != edges.end() && edge->at <= bits.end_of_wait(k); ++edge) level = edge->level;
        if (level) sampled |= 1U << static_cast<unsigned>(k - 1);
    }
    return sampled;
}

}  // namespace

std::uint16_t softuart_bit_time_us(std::uint32_t baud) {
    constexpr std::uint32_t microseconds_per_second = 1'000'000;
    const auto bit_time = static_cast<std::uint16_t>(microseconds_per_second / baud);
    const std::uint32_t hundredths = microseconds_per_second * 100 / baud - 100U * bit_time;
    return hundredths > 50 ? static_cast<std::uint16_t>(bit_time + 1) : bit_time;
}

BitClock::BitClock(Nanoseconds start, Nanoseconds system_time, std::uint16_t bit_time_us, Nanoseconds clock_read,
                   bool is_wrap_safe)
    : start_(start),
      wrap_(is_wrap_safe ? Nanoseconds::max() : start + clock_range - system_time % clock_range),
      bit_time_(microseconds{bit_time_us}),
      wait_after_wrap_(2 * clock_read) {}

Nanoseconds BitClock::end_of_wait(int k) const {
    const Nanoseconds due = start_ + k * bit_time_;
    if (due <= wrap_) return due;
    const auto waits_before_wrap = (wrap_ - start_) / bit_time_;
    return wrap_ + (k - waits_before_wrap - 1) * wait_after_wrap_;
}

std::vector<bool> softuart_levels(std::uint8_t octet, const SoftuartFrame& frame) {
    std::vector<bool> levels{false};
    const std::bitset<character_bits> bits{octet};
    for (std::size_t i = 0; i < character_bits; ++i) levels.push_back(bits[i]);
    if (frame.parity != bus::Parity::none)
        levels.push_back((bits.count() % 2 != 0) == (frame.parity == bus::Parity::even));
    levels.push_back(true);
    return levels;
}

std::uint8_t sample_octet(const BitClock& bits, const std::vector<bus::UartEdge>& edges) {
    return static_cast<std::uint8_t>(sample(bits, edges, character_bits));
}

std::optional<std::uint8_t> sample_frame(const BitClock& bits, const std::vector<bus::UartEdge>& edges,
                                         const SoftuartFrame& frame) {
    const unsigned sampled = sample(bits, edges, frame.bits() - 1);
    const auto octet = static_cast<std::uint8_t>(sampled);
    const auto levels = softuart_levels(octet, frame);
    for (std::size_t k = character_bits + 1; k < levels.size(); ++k) {
        if (((sampled >> (k - 1) & 1U) != 0) != levels[k]) return std::nullopt;
    }
    return octet;
}

}  // namespace otbench::firmware
