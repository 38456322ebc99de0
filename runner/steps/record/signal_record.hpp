#pragma once

#include <map>
#include <string>
#include <vector>

#include "bus/capture/captured_frame.hpp"
#include "runner/steps/record/signal_part.hpp"
#include "sim/test_bench.hpp"

namespace otbench::runner {

/// What signals and frames of a run there were so far, for steps that look back.
class SignalRecord {
public:
    /// Records the waves of the bus and the pins of all devices, in SI units.
    void record_signals(sim::TestBench& bench);
    /// Records the frames of the bus.
    void record_frames(sim::TestBench& bench);

    /// By the name that scenarios use: "bus voltage", "rx", "boiler.gpio15". Empty while nothing has changed.
    [[nodiscard]] const std::vector<SignalPoint>& signal(const std::string& name) const;
    [[nodiscard]] const std::vector<bus::CapturedFrame>& frames() const { return frames_; }

private:
    std::map<std::string, std::vector<SignalPoint>> signals_;
    std::vector<bus::CapturedFrame> frames_;
};

}  // namespace otbench::runner
