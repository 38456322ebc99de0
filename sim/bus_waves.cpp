#include "sim/bus_waves.hpp"

#include <algorithm>
#include <cmath>

namespace otbench::sim {
namespace {

constexpr double milli = 1e-3;
constexpr double visible = 1e-3;  // a volt or milliampere: what is written shows no less

double volts(const circuit::BusPoint& point) {
    return point.volts;
}

double milliamperes(const circuit::BusPoint& point) {
    return point.amperes / milli;
}

}  // namespace

BusWaves::Curve::Curve(VcdWriter& waves, VcdWriter::Signal signal, Nanoseconds now)
    : waves_{waves}, signal_{signal}, last_at_{now} {
    waves_.add_point(now, signal_, 0.0);
    written_at_ = now;
    open_fan();
}

void BusWaves::Curve::go_on(Nanoseconds at, double value, double tolerance) {
    if (at == last_at_) {
        if (std::abs(value - last_) < visible) return;
        write_last();  // it jumps
        last_ = value;
        written_at_ = Nanoseconds{-1};
        return write_last();
    }
    const auto time = static_cast<double>(at.count());
    if (!fan_.admit(time, value, tolerance)) {
        write_last();
        fan_.admit(time, value, tolerance);
    }
    last_at_ = at;
    last_ = value;
}

void BusWaves::Curve::keep_last(double tolerance) {
    if (written_at_ != last_at_) fan_.pass_by(static_cast<double>(last_at_.count()), last_, tolerance);
}

void BusWaves::Curve::write_last() {
    if (written_at_ != last_at_) waves_.write(last_at_, signal_, last_);
    written_at_ = last_at_;
    open_fan();
}

BusWaves::BusWaves(VcdWriter& waves, const std::string& scope, Nanoseconds now)
    : waves_{waves},
      voltage_{waves, waves.add_real(scope, "bus_voltage", 0.0), now},
      current_{waves, waves.add_real(scope, "bus_current_ma", 0.0), now} {}

void BusWaves::measure_swing(const std::vector<circuit::BusPoint>& piece) {
    if (!has_swing_) lowest_v_ = highest_v_ = piece.front().volts;
    has_swing_ = true;
    for (const auto& point : piece) {
        lowest_v_ = std::min(lowest_v_, point.volts);
        highest_v_ = std::max(highest_v_, point.volts);
    }
}

void BusWaves::add(const std::vector<circuit::BusPoint>& piece) {
    for (const auto& point : piece) {
        voltage_.tell(point.at, volts(point));
        current_.tell(point.at, milliamperes(point));
    }
    if (!waves_.is_open()) return;
    measure_swing(piece);
    const WaveAccuracy& accuracy = waves_.accuracy();
    const double tolerance_v = std::max(accuracy.volts, accuracy.share_of_swing * (highest_v_ - lowest_v_));
    for (const auto& point : piece) {
        voltage_.go_on(point.at, volts(point), tolerance_v);
        current_.go_on(point.at, milliamperes(point), accuracy.milliamperes);
    }
}

void BusWaves::begin_edge() {
    has_swing_ = false;
    voltage_.keep_last(waves_.accuracy().settled_volts);
}

void BusWaves::end_lines() {
    voltage_.write_last();
    current_.write_last();
}

}  // namespace otbench::sim
