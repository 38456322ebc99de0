#include "circuit/bus_course.hpp"

#include <algorithm>

namespace otbench::circuit {

BusCourse BusCourse::steady(Tick at, double volts) {
    BusCourse course;
    course.start_ = course.settled_ = at;
    course.from_v_ = course.to_v_ = volts;
    return course;
}

BusCourse BusCourse::falling(Tick at, const SpaceEdge& law, double mark_v, double from_v, double to_v) {
    if (from_v <= to_v) return steady(at, to_v);
    BusCourse course;
    course.kind_ = Kind::falling;
    course.start_ = at;
    course.space_edge_ = law;
    course.reference_v_ = std::max(mark_v, from_v);
    course.from_v_ = from_v;
    course.to_v_ = to_v;
    course.wait_s_ = law.dead_time();
    course.join_law();
    return course;
}

/// An edge from below the mark level joins the law at the drop it starts with, after the time in which Q2 lets go.
void BusCourse::join_law() {
    offset_s_ = from_v_ < reference_v_ ? space_edge_.time(reference_v_ - from_v_) - wait_s_ : 0.0;
    settled_ = time_of(to_v_);
}

BusCourse BusCourse::rising(Tick at, const MarkEdge& law, double space_v, double from_v, double to_v) {
    if (from_v >= to_v) return steady(at, to_v);
    BusCourse course;
    course.kind_ = Kind::rising;
    course.start_ = at;
    course.mark_edge_ = law;
    course.reference_v_ = std::min(space_v, from_v);
    course.from_v_ = from_v;
    course.to_v_ = to_v;
    course.offset_s_ = law.sweep((from_v - course.reference_v_) / (to_v - course.reference_v_));
    course.settled_ = course.time_of(to_v);
    return course;
}

BusCourse BusCourse::continued(Tick at, const SpaceEdge& law, double to_v) const {
    const double now_v = voltage(at);
    if (now_v <= to_v) return steady(at, to_v);
    BusCourse course = *this;
    course.space_edge_ = law;
    course.to_v_ = to_v;
    if (now_v < from_v_) {
        course.start_ = at;
        course.from_v_ = now_v;
        course.wait_s_ = 0.0;
    }
    course.join_law();
    return course;
}

BusCourse BusCourse::retargeted(double to_v) const {
    BusCourse course = *this;
    course.to_v_ = std::max(to_v, from_v_);
    return course;
}

Tick BusCourse::time_of(double volts) const {
    const double law_s = kind_ == Kind::falling ? space_edge_.time(reference_v_ - volts)
                                                : mark_edge_.time((volts - reference_v_) / (to_v_ - reference_v_));
    return after(start_, law_s - offset_s_);
}

double BusCourse::voltage(Tick at) const {
    if (kind_ == Kind::steady || at >= settled_) return to_v_;
    const double law_s = seconds_between(start_, at) + offset_s_;
    if (kind_ == Kind::falling) return std::clamp(reference_v_ - space_edge_.drop(law_s), to_v_, from_v_);
    return std::clamp(reference_v_ + (to_v_ - reference_v_) * mark_edge_.fraction(law_s), from_v_, to_v_);
}

Tick BusCourse::falls_to(double volts) const {
    return kind_ == Kind::falling && volts < from_v_ && volts >= to_v_ ? time_of(volts) : never;
}

Tick BusCourse::rises_to(double volts) const {
    return kind_ == Kind::rising && volts > from_v_ && volts <= to_v_ ? time_of(volts) : never;
}

void BusCourse::append_corners(Tick from, Tick to, std::vector<VoltagePoint>& points) const {
    if (kind_ == Kind::steady) return;
    constexpr int pieces = 8;
    for (int i = 0; i <= pieces; ++i) {
        const double volts = from_v_ + (to_v_ - from_v_) * i / pieces;
        const Tick at = time_of(volts);
        if (from < at && at < to) points.push_back({at, volts});
    }
}

}  // namespace otbench::circuit
