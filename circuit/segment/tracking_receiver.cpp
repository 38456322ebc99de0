#include "circuit/segment/tracking_receiver.hpp"

#include <algorithm>

namespace otbench::circuit {

double TrackingReceiver::stored_v(Nanoseconds at, double bus_v) const {
    const double elapsed_s = seconds_between(since_, at);
    return std::clamp(bus_v, stored_v_ - tracking_.down_v_per_s * elapsed_s,
                      stored_v_ + tracking_.up_v_per_s * elapsed_s);
}

void TrackingReceiver::follow(Nanoseconds at, double volts, const BusTransient& transient, Nanoseconds deaf_until) {
    stored_v_ = stored_v(at, volts);
    since_ = at;
    due_ = at < deaf_until ? next_change(deaf_until, stored_v(deaf_until, transient), transient)
                           : next_change(at, stored_v_, transient);
}

void TrackingReceiver::on_due(const BusTransient& transient) {
    const Expected now = due_;
    if (now.certain) level_ = !level_;
    due_ = next_change(now.at, stored_v(now.at, transient), transient);
}

/// The threshold sinks with the capacitor while the bus is below it. In space that alone ends the space at last.
Expected TrackingReceiver::next_change(Nanoseconds at, double stored_v, const BusTransient& transient) const {
    const double limit_v = stored_v - threshold_v_;
    return level_ ? transient.falls_below(limit_v, at, tracking_.down_v_per_s)
                  : transient.rises_above(limit_v, at, tracking_.down_v_per_s);
}

}  // namespace otbench::circuit
