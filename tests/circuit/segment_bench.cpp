#include "segment_bench.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::circuit::test {
namespace {

Tick later(Tick start, double seconds) {
    return start + Tick{std::llround(seconds * 1e9)};
}

bool even_parity(std::uint8_t octet) {
    bool odd = false;
    for (int k = 0; k < 8; ++k) odd ^= ((octet >> k) & 1) != 0;
    return odd;
}

/// Level after the last change at or before `at`.
bool level_at(const std::vector<LevelChange>& changes, Tick at) {
    const auto after = std::upper_bound(changes.begin(), changes.end(), at,
                                        [](Tick t, const LevelChange& change) { return t < change.at; });
    return after == changes.begin() || std::prev(after)->level;
}

}  // namespace

void SegmentBench::tx(Tick at, TxInput input, Tag tag) {
    run(at);
    segment.set_tx(at, input, tag);
}

void SegmentBench::space(std::size_t slave, Tick at, bool on, Tag tag) {
    run(at);
    segment.set_slave_space(slave, at, on, tag);
}

void SegmentBench::run(Tick until) {
    while (const auto due = segment.next()) {
        if (*due > until) break;
        taken.push_back(segment.pop());
    }
}

std::vector<Crossing> SegmentBench::crossings(Crossing::What what, Tick from, std::size_t slave) const {
    std::vector<Crossing> found;
    std::copy_if(taken.begin(), taken.end(), std::back_inserter(found), [&](const Crossing& crossing) {
        return crossing.what == what && crossing.at >= from && crossing.slave == slave;
    });
    return found;
}

std::vector<LevelChange> uart_edges(const std::vector<std::uint8_t>& octets, Tick start, double bit_s,
                                    int character_bits) {
    std::vector<LevelChange> edges;
    bool level = true;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        const Tick begin = later(start, static_cast<double>(i) * character_bits * bit_s);
        for (int k = 0; k < 11; ++k) {
            const bool data = k > 0 && k < 9 && ((octets[i] >> (k - 1)) & 1) != 0;
            const bool bit = k == 10 || data || (k == 9 && even_parity(octets[i]));
            if (bit != level) edges.push_back({later(begin, k * bit_s), bit});
            level = bit;
        }
    }
    return edges;
}

std::vector<std::uint8_t> uart_octets(const std::vector<LevelChange>& changes, double bit_s) {
    std::vector<std::uint8_t> octets;
    Tick idle_from{};
    for (const auto& change : changes) {
        if (change.level || change.at < idle_from) continue;
        const auto bit = [&](int k) { return level_at(changes, later(change.at, (k + 0.5) * bit_s)); };
        if (bit(0)) continue;
        unsigned octet = 0;
        for (int k = 0; k < 8; ++k) octet |= bit(k + 1) ? 1u << k : 0u;
        const auto whole = static_cast<std::uint8_t>(octet);
        if (bit(9) == even_parity(whole) && bit(10)) octets.push_back(whole);
        idle_from = later(change.at, 10.5 * bit_s);
    }
    return octets;
}

std::vector<LevelChange> changes_of(const SegmentBench& bench, Crossing::What what, Tick from) {
    std::vector<LevelChange> changes;
    for (const auto& crossing : bench.crossings(what, from)) changes.push_back({crossing.at, crossing.level});
    return changes;
}

}  // namespace otbench::circuit::test
