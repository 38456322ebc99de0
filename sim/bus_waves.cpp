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

/// Whether a curve leaves its first value.
bool moves(const std::vector<circuit::BusPoint>& piece, double tolerance, double (*value)(const circuit::BusPoint&)) {
    return std::any_of(piece.begin(), piece.end(), [&](const circuit::BusPoint& point) {
        return std::abs(value(point) - value(piece.front())) > tolerance;
    });
}

}  // namespace

BusWaves::Curve::Curve(VcdWriter& waves, VcdWriter::Signal signal, Nanoseconds now) : waves_{waves}, signal_{signal} {
    waves_.add_point(now, signal_, 0.0);
}

void BusWaves::Curve::begin(Nanoseconds at, double value, bool moves) {
    last_at_ = at;
    last_ = value;
    fan_.open(static_cast<double>(at.count()), value);
    if ((moves && written_at_ != at) || std::abs(value - written_) >= visible) write_last();
}

void BusWaves::Curve::go_on(Nanoseconds at, double value, double tolerance) {
    const auto time = static_cast<double>(at.count());
    while (!fan_.admit(time, value, tolerance)) {
        write_last();
        fan_.open(static_cast<double>(last_at_.count()), last_);
    }
    last_at_ = at;
    last_ = value;
}

void BusWaves::Curve::write_last() {
    waves_.write(last_at_, signal_, last_);
    written_at_ = last_at_;
    written_ = last_;
}

void BusWaves::Curve::end() {
    if (std::abs(last_ - written_) >= visible) write_last();
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
    const Nanoseconds start = piece.front().at;
    voltage_.begin(start, volts(piece.front()), moves(piece, tolerance_v, volts));
    current_.begin(start, milliamperes(piece.front()), moves(piece, accuracy.milliamperes, milliamperes));
    for (auto point = piece.begin() + 1; point != piece.end(); ++point) {
        voltage_.go_on(point->at, volts(*point), tolerance_v);
        current_.go_on(point->at, milliamperes(*point), accuracy.milliamperes);
    }
    voltage_.end();
    current_.end();
}

}  // namespace otbench::sim
