#include "circuit/measure/uart_trace.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace otbench::circuit {
namespace {

bool even_parity(std::uint8_t octet) {
    bool odd = false;
    for (int k = 0; k < 8; ++k) odd ^= ((octet >> k) & 1) != 0;
    return odd;
}

/// Level after the last change at or before `at`.
bool level_at(const std::vector<LevelChange>& changes, Nanoseconds at) {
    const auto later = std::upper_bound(changes.begin(), changes.end(), at,
                                        [](Nanoseconds t, const LevelChange& change) { return t < change.at; });
    return later == changes.begin() || std::prev(later)->level;
}

}  // namespace

std::vector<LevelChange> uart_changes(const std::vector<std::uint8_t>& octets, Nanoseconds start, double bit_s,
                                      int character_bits) {
    std::vector<LevelChange> changes;
    bool level = true;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        for (int k = 0; k < 11; ++k) {
            const bool data = k > 0 && k < 9 && ((octets[i] >> (k - 1)) & 1) != 0;
            const bool bit = k == 10 || data || (k == 9 && even_parity(octets[i]));
            if (bit != level) {
                changes.push_back({after(start, (static_cast<double>(i) * character_bits + k) * bit_s), bit});
            }
            level = bit;
        }
    }
    return changes;
}

UartReading read_uart(const std::vector<LevelChange>& changes, double bit_s) {
    UartReading reading;
    Nanoseconds idle_from = Nanoseconds::min();
    for (const auto& change : changes) {
        if (change.level || change.at < idle_from) continue;
        const auto bit = [&](int k) { return level_at(changes, after(change.at, (k + 0.5) * bit_s)); };
        if (bit(0)) continue;
        unsigned octet = 0;
        for (int k = 0; k < 8; ++k) octet |= bit(k + 1) ? 1u << k : 0u;
        const auto whole = static_cast<std::uint8_t>(octet);
        reading.octets.push_back(whole);
        if (bit(9) != even_parity(whole)) ++reading.parity_and_framing_errors;
        if (!bit(10)) ++reading.parity_and_framing_errors;
        idle_from = after(change.at, 10.5 * bit_s);
    }
    return reading;
}

}  // namespace otbench::circuit
