#pragma once

#include <vector>

#include "circuit/measure/uart_trace.hpp"
#include "circuit/segment/segment.hpp"

namespace otbench::circuit::test {

/// Drives a segment in order of time and keeps what crosses.
class SegmentBench {
public:
    SegmentBench(const ConverterParameters& converter, const CableParameters& cable,
                 const std::vector<SlaveParameters>& slaves)
        : segment{converter, cable, slaves} {}

    void tx(Nanoseconds at, TxInput input, Tag tag = {});
    void space(std::size_t slave, Nanoseconds at, bool on, Tag tag = {});
    /// Takes everything up to `until`, which later inputs must not precede.
    void run(Nanoseconds until);

    /// Taken crossings of a kind, at or after `from`.
    [[nodiscard]] std::vector<Crossing> crossings(Crossing::What what, Nanoseconds from = {},
                                                  std::size_t slave = 0) const;

    Segment segment;
    std::vector<Crossing> taken;
};

/// Changes of RX (echoes included) or of the first slave's receiver, from the crossings at or after `from`.
std::vector<LevelChange> changes_of(const SegmentBench& bench, Crossing::What what, Nanoseconds from);

}  // namespace otbench::circuit::test
