#pragma once

#include <boost/core/span.hpp>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/units.hpp"

namespace otbench::runner {

/// A signal's value from this time on.
struct SignalPoint {
    Nanoseconds at{};
    double value = 0.0;
};

/// All that is kept of a signal, oldest first. A bench that stays up forgets from the front as it adds at the back.
using SignalHistory = std::deque<SignalPoint>;

/// A signal in a window of time. Levels are 0 and 1, voltages and currents in SI units.
struct SignalPart {
    std::vector<SignalPoint> points;  ///< by time, the first one at the window's begin
    Nanoseconds end{};
};

/// The part of a history (its points by time) between two times. Before its first point a signal has that value.
[[nodiscard]] SignalPart part_of(const SignalHistory& history, Nanoseconds begin, Nanoseconds end);

/// The least and the greatest of what was found in a window; the same for a single value.
struct Extremes {
    double least = 0.0, most = 0.0;
};

/// What `expect-signal` can measure.
struct SignalQuantity {
    std::string_view name;               ///< the key
    std::optional<Dimension> dimension;  ///< nothing: that of the signal
    std::string_view unit;               ///< as reports show it; of the signal: empty
    double scale;                        ///< shown value = SI value times this
    std::string_view absent;             ///< what a report says when the window has no such thing
    std::optional<Extremes> (*measure)(const SignalPart& part);
};

/// All of them, in the order of messages and reports. Edges of a voltage or a current are where it passes the middle
/// between its extremes.
[[nodiscard]] boost::span<const SignalQuantity> signal_quantities();

}  // namespace otbench::runner
