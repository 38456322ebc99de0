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

double SlaveReceiver::stored_v(Tick at, double bus_v) const {
    const double elapsed_s = seconds_between(since_, at);
    return std::clamp(bus_v, stored_v_ - discharge_v_per_s * elapsed_s, stored_v_ + charge_v_per_s * elapsed_s);
}

void SlaveReceiver::follow(Tick at, double volts, const BusCourse& course) {
    stored_v_ = stored_v(at, volts);
    since_ = at;
    due_ = next_change(at, stored_v_, course);
}

void SlaveReceiver::take(const BusCourse& course) {
    const Expected now = due_;
    if (now.certain) level_ = !level_;
    due_ = next_change(now.at, stored_v(now.at, course), course);
}

/// The threshold sinks with the capacitor while the bus is below it. In space that alone ends the space at last.
Expected SlaveReceiver::next_change(Tick at, double stored_v, const BusCourse& course) const {
    const double limit_v = stored_v - threshold_v_;
    return level_ ? course.falls_below(limit_v, at, discharge_v_per_s)
                  : course.rises_above(limit_v, at, discharge_v_per_s);
}

}  // namespace otbench::circuit
