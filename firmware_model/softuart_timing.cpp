#include "firmware_model/softuart_timing.hpp"

#include <bitset>

namespace otbench::firmware {
namespace {

using std::chrono::microseconds;

constexpr Nanoseconds clock_range = microseconds{std::int64_t{1} << 31};
constexpr int data_bits = 8;

}  // namespace

std::uint16_t softuart_bit_time_us(std::uint32_t baud) {
    constexpr std::uint32_t microseconds_per_second = 1'000'000;
    const auto bit_time = static_cast<std::uint16_t>(microseconds_per_second / baud);
    const std::uint32_t hundredths = microseconds_per_second * 100 / baud - 100U * bit_time;
    return hundredths > 50 ? static_cast<std::uint16_t>(bit_time + 1) : bit_time;
}

BitClock::BitClock(Nanoseconds start, Nanoseconds system_time, std::uint16_t bit_time_us, Nanoseconds clock_read)
    : start_(start),
      wrap_(start + clock_range - system_time % clock_range),
      bit_time_(microseconds{bit_time_us}),
      wait_after_wrap_(2 * clock_read) {}

Nanoseconds BitClock::end_of_wait(int k) const {
    const Nanoseconds due = start_ + k * bit_time_;
    if (due <= wrap_) return due;
    const auto waits_before_wrap = (wrap_ - start_) / bit_time_;
    return wrap_ + (k - waits_before_wrap - 1) * wait_after_wrap_;
}

std::array<bool, 11> softuart_levels(std::uint8_t octet) {
    std::array<bool, 11> levels{};
    const std::bitset<data_bits> bits{octet};
    for (std::size_t i = 0; i < data_bits; ++i) levels[i + 1] = bits[i];
    levels[9] = bits.count() % 2 != 0;
    levels[10] = true;
    return levels;
}

std::uint8_t sample_octet(const BitClock& bits, const std::vector<bus::UartEdge>& edges) {
    std::uint8_t octet = 0;
    bool level = false;
    auto edge = edges.begin();
    for (int k = 1; k <= data_bits; ++k) {
        for (; edge != edges.end() && edge->at <= bits.end_of_wait(k); ++edge) level = edge->level;
        if (level) octet = static_cast<std::uint8_t>(octet | 1U << (k - 1));
    }
    return octet;
}

}  // namespace otbench::firmware
