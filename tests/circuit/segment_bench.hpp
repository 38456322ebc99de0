#pragma once

#include <cstdint>
#include <vector>

#include "circuit/segment.hpp"

namespace otbench::circuit::test {

/// Drives a segment in order of time and keeps what crosses.
class SegmentBench {
public:
    SegmentBench(const ConverterParameters& converter, const CableParameters& cable,
                 const std::vector<SlaveParameters>& slaves)
        : segment{converter, cable, slaves} {}

    void tx(Tick at, TxInput input, Tag tag = {});
    void space(std::size_t slave, Tick at, bool on, Tag tag = {});
    /// Takes everything up to `until`, which later inputs must not precede.
    void run(Tick until);

    /// Taken crossings of a kind, at or after `from`.
    [[nodiscard]] std::vector<Crossing> crossings(Crossing::What what, Tick from = {}, std::size_t slave = 0) const;

    Segment segment;
    std::vector<Crossing> taken;
};

/// A level that a line takes at an instant.
struct LevelChange {
    Tick at;
    bool level;
};

/// Edges of octets sent 8E1 from `start` on, each `character_bits` long.
std::vector<LevelChange> uart_edges(const std::vector<std::uint8_t>& octets, Tick start, double bit_s,
                                    int character_bits = 11);

/// The octets that an ideal 8E1 receiver finds on an idle-high line with these changes; it confirms the start bit in
/// its middle and drops characters with a wrong parity or stop bit.
std::vector<std::uint8_t> uart_octets(const std::vector<LevelChange>& changes, double bit_s);

/// Changes of RX (echoes included) or of the first slave's receiver, from the crossings at or after `from`.
std::vector<LevelChange> changes_of(const SegmentBench& bench, Crossing::What what, Tick from);

}  // namespace otbench::circuit::test
