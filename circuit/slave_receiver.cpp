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

constexpr double rounding_v = 1e-6;  // what a nanosecond of rounding may leave between bus and threshold

}  // namespace

double SlaveReceiver::stored_v(Tick at, const BusCourse& course) const {
    const double elapsed_s = seconds_between(since_, at);
    return std::clamp(course.voltage(at), stored_v_ - discharge_v_per_s * elapsed_s,
                      stored_v_ + charge_v_per_s * elapsed_s);
}

void SlaveReceiver::follow(Tick at, const BusCourse& before, const BusCourse& after) {
    stored_v_ = stored_v(at, before);
    since_ = at;
    const double limit_v = stored_v_ - threshold_v_;
    const double bus_v = after.voltage(at);
    if (level_) {
        due_ = bus_v < limit_v - rounding_v ? at : space_begins(after);
    } else {
        due_ = bus_v >= limit_v ? at : space_ends(at, after);
    }
}

void SlaveReceiver::take(const BusCourse& course) {
    const Tick now = due_;
    level_ = !level_;
    due_ = level_ ? never : space_ends(now, course);
}

/// The bus falls through the threshold, which itself sinks slowly meanwhile.
Tick SlaveReceiver::space_begins(const BusCourse& course) const {
    constexpr int refinements = 3;  // the threshold moves a hundredth as fast as the slowest edge
    Tick crossing = course.falls_to(stored_v_ - threshold_v_);
    for (int i = 0; i < refinements && crossing != never; ++i) {
        const double sunk_v = discharge_v_per_s * seconds_between(since_, crossing);
        crossing = course.falls_to(stored_v_ - sunk_v - threshold_v_);
    }
    return crossing;
}

/// The bus rises through the threshold, or the capacitor runs down until the threshold meets the bus.
Tick SlaveReceiver::space_ends(Tick at, const BusCourse& course) const {
    const Tick risen = course.rises_to(stored_v_ - threshold_v_);
    if (risen != never) return std::max(at, risen);
    return std::max(at, after(since_, (stored_v_ - threshold_v_ - course.end_v()) / discharge_v_per_s));
}

}  // namespace otbench::circuit
