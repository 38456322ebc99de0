#include "circuit/slave_receiver.hpp"

#include <algorithm>

namespace otbench::circuit {
namespace {

// Typical application of the TSS721 (spec: circuit, section 8; netlist tss721_rx).
constexpr double storage_farad = 220e-9;
constexpr double charge_a = 30e-6;
constexpr double discharge_ratio = 40;
constexpr double charge_v_per_s = charge_a / storage_farad;
constexpr double discharge_v_per_s = charge_v_per_s / discharge_ratio;

}  // namespace

double SlaveReceiver::stored_v(Tick at, const BusCourse& course) const {
    const double elapsed_s = seconds_between(since_, at);
    return std::clamp(course.voltage(at), stored_v_ - discharge_v_per_s * elapsed_s,
                      stored_v_ + charge_v_per_s * elapsed_s);
}

void SlaveReceiver::follow(Tick at, const BusCourse& before, const BusCourse& after) {
    stored_v_ = stored_v(at, before);
    since_ = at;
    due_ = next_change(at, stored_v_, after);
}

void SlaveReceiver::take(const BusCourse& course) {
    const Tick now = due_;
    level_ = !level_;
    due_ = next_change(now, stored_v(now, course), course);
}

/// The threshold sinks with the capacitor while the bus is below it. In space that alone ends the space at last.
Tick SlaveReceiver::next_change(Tick at, double stored_v, const BusCourse& course) const {
    const double limit_v = stored_v - threshold_v_;
    return level_ ? course.falls_below(limit_v, at, discharge_v_per_s)
                  : course.rises_above(limit_v, at, discharge_v_per_s);
}

}  // namespace otbench::circuit
