#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace otbench::circuit {

/// A voltage over time as points with straight lines between them; seconds and volts.
struct Waveform {
    std::vector<double> time_s, volts;

    /// First time from `from_s` on at which the voltage passes a level downwards or upwards; `from_s` itself if it is
    /// already beyond.
    [[nodiscard]] std::optional<double> crossing(double level_v, bool down, double from_s = 0.0) const {
        const auto beyond = [&](double v) { return down ? v < level_v : v > level_v; };
        for (std::size_t i = 0; i < time_s.size(); ++i) {
            if (time_s[i] < from_s || !beyond(volts[i])) continue;
            if (i == 0 || beyond(volts[i - 1])) return std::max(time_s[i], from_s);
            const double share = (level_v - volts[i - 1]) / (volts[i] - volts[i - 1]);
            return std::max(from_s, time_s[i - 1] + share * (time_s[i] - time_s[i - 1]));
        }
        return std::nullopt;
    }
};

}  // namespace otbench::circuit
