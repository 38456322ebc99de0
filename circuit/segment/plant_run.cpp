#include "circuit/segment/plant_run.hpp"

namespace otbench::circuit {

PlantRun::PlantRun(Plant& plant, const Drive& drive) : plant_{plant}, transient_{plant.steady(drive)} {}

std::size_t PlantRun::watch(const Probe& probe, double level_v) {
    watches_.push_back({probe, level_v, transient_->trajectory.voltage_at(probe, 0) >= level_v, {}});
    return watches_.size() - 1;
}

void PlantRun::run(Nanoseconds until) {
    Trajectory& trajectory = transient_->trajectory;
    const double until_s = seconds_between(start_, until);
    for (Watch& watch : watches_) {
        double from_s = seconds_between(start_, reached_);
        for (;;) {
            const Outlook next = trajectory.crossing(watch.probe, {watch.level_v, 0.0, watch.above, from_s}, until_s);
            if (!next.comes || next.at_s > until_s) break;
            watch.above = !watch.above;
            watch.crossings.push_back({after(start_, next.at_s), watch.above});
            from_s = next.at_s;
        }
    }
    reached_ = until;
}

void PlantRun::drive(Nanoseconds at, const Drive& drive) {
    run(at);
    transient_ = plant_.change(transient_, at - start_, drive);
    start_ = at;
}

}  // namespace otbench::circuit
