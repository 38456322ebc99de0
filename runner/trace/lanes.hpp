#pragma once

#include <string>
#include <vector>

#include "runner/trace/recorded_trace.hpp"

namespace otbench::runner {

/// A stretch of time with a label.
struct LaneBlock {
    Nanoseconds from{}, to{};
    std::string text;
};

/// What viewers show above the waves: the blocks of one kind and source, by their begin. Blocks may overlap, such as
/// the answers of two meters.
struct Lane {
    std::string source;  ///< a device or a bus; "bench" where events have no source
    std::string name;    ///< "steps", "frames", "tx_bytes" or "rx_bytes"
    std::vector<LaneBlock> blocks;
};

/// The lanes of a trace that have blocks: steps first, then frames, then bytes, by their sources. The text of a byte is
/// in hex; frames read "REQ_UD2 to heat" and "RSP_UD from heat".
[[nodiscard]] std::vector<Lane> trace_lanes(const RecordedTrace& trace);

}  // namespace otbench::runner
