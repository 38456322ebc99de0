#pragma once

#include <optional>
#include <vector>

#include "bus/capture/captured_frame.hpp"

namespace otbench::bus {

/// A signal that a logic analyser or an oscilloscope recorded.
struct Wave {
    struct Change {
        Nanoseconds at;
        double value;  ///< from then on
    };
    bool is_real = false;         ///< a voltage or a current in any unit, not a level (0 or else)
    std::vector<Change> changes;  ///< in order of time
};

/// Frames on a bus, and the speed at which they were found.
struct WaveFrames {
    double baud = 0;  ///< 0: none were found
    std::vector<CapturedFrame> frames;
};

/// Finds the frames in waves that end at `end`: RX and TX of a converter in either polarity, or voltage and current of
/// the bus, characters of 8E1. Without `baud` that of 300 … 38400 at which most bytes are parts of sound frames.
///
/// What several waves show (an echo) comes once. The control field tells who sent a frame. Characters that make no
/// frame are dropped unless they begin as a long frame does; then they come as a damaged frame.
[[nodiscard]] WaveFrames find_frames(const std::vector<Wave>& waves, Nanoseconds end,
                                     std::optional<double> baud = std::nullopt);

}  // namespace otbench::bus
