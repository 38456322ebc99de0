#pragma once

#include <vector>

#include "circuit/segment/plant.hpp"

namespace otbench::circuit {

/// A logic level that comes at an instant.
struct LevelChange {
    Nanoseconds at;
    bool level;
};

/// Drives a plant in order of time and keeps when its voltages crossed given levels.
class PlantRun {
public:
    /// At the operating point of these inputs at time 0.
    PlantRun(Plant& plant, const Drive& drive);

    /// Watches a voltage; returns the number under which its crossings are kept. Before time moves only.
    std::size_t watch(const Probe& probe, double level_v);
    /// The inputs change at `at`, not before the last change.
    void drive(Nanoseconds at, const Drive& drive);
    /// Follows the voltages to `until`.
    void run(Nanoseconds until);

    [[nodiscard]] const std::vector<LevelChange>& crossings(std::size_t watch) const {
        return watches_[watch].crossings;
    }

private:
    struct Watch {
        Probe probe;
        double level_v;
        bool above;
        std::vector<LevelChange> crossings;
    };
    Plant& plant_;
    Plant::TransientPtr transient_;
    Nanoseconds start_{}, reached_{};
    std::vector<Watch> watches_;
};

}  // namespace otbench::circuit
