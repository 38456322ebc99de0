#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/trace/wave_listener.hpp"

namespace otbench::runner {

/// The waves of a run for a page, packed while they come.
class PackedWaves {
public:
    PackedWaves();
    ~PackedWaves();
    PackedWaves(const PackedWaves&) = delete;
    PackedWaves& operator=(const PackedWaves&) = delete;

    /// Takes all that a file of waves has; this must outlive it.
    [[nodiscard]] sim::WaveListener listener();

    /// JSON: a list of {name, unit, scale, count, data}. `data` is `packed_text` of `count` pairs of numbers, each the
    /// difference to the one before: nanoseconds, and the value in steps of 1/scale (zigzag), both as LEB128. A level
    /// has no unit. Points between which a wave is straight to within a step are left out. Once, after the last change;
    /// `end` is that of the file.
    [[nodiscard]] std::string packed(Nanoseconds end);

private:
    class Wave;

    std::vector<std::unique_ptr<Wave>> waves_;
};

}  // namespace otbench::runner
