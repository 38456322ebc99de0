#include "circuit/measure/edge_times.hpp"

#include <utility>

namespace otbench::circuit {
namespace {

Pulses low_pulses(const Waveform& rx) {
    Pulses pulses;
    double from_s = rx.time_s.empty() ? 0.0 : rx.time_s.front();
    while (const auto start = rx.crossing(rx_half_v, true, from_s)) {
        const auto end = rx.crossing(rx_half_v, false, *start);
        if (!end) break;
        pulses.push_back({*start, *end});
        from_s = *end;
    }
    return pulses;
}

std::optional<double> difference(std::optional<double> end, std::optional<double> start) {
    return end && start ? std::optional{*end - *start} : std::nullopt;
}

/// From the start of a waveform, which may lie before time 0.
std::optional<double> first(const Waveform& wave, double level_v, bool down) {
    return wave.crossing(level_v, down, wave.time_s.front());
}

}  // namespace

double total_s(const Pulses& pulses) {
    double sum = 0;
    for (const auto& pulse : pulses) sum += pulse.end_s - pulse.start_s;
    return sum;
}

EdgeTimes::EdgeTimes(TxEdges edges)
    : mark_v{edges.mark_v},
      swing_v{edges.mark_v - edges.space_v},
      sense_peak_v{edges.sense_peak_v},
      rx_settles_high{edges.rx_fall.volts.front() > rx_half_v && edges.rx_rise.volts.front() > rx_half_v},
      fall_{std::move(edges.slave_fall)},
      rise_{std::move(edges.slave_rise)} {
    if (!rx_settles_high) return;
    echoes_in_space = low_pulses(edges.rx_fall);
    echoes_in_mark = low_pulses(edges.rx_rise);
}

std::optional<double> EdgeTimes::fallen_by(double volts) const {
    return first(fall_, mark_v - volts, true);
}

std::optional<double> EdgeTimes::risen_to_within(double volts) const {
    if (volts >= swing_v) return std::nullopt;
    return first(rise_, mark_v - volts, false);
}

std::optional<double> EdgeTimes::space_share(double percent) const {
    return fallen_by(swing_v * percent / 100);
}

std::optional<double> EdgeTimes::mark_share(double percent) const {
    return risen_to_within(swing_v * (1 - percent / 100));
}

std::optional<double> EdgeTimes::space_transition() const {
    return difference(space_share(90), space_share(10));
}

std::optional<double> EdgeTimes::mark_transition() const {
    return difference(mark_share(90), mark_share(10));
}

RxDelays rx_delays(const SlaveEdges& edges, double level_v) {
    RxDelays delays;
    if (edges.idle.rx_v >= level_v) delays.fall_s = first(edges.rx_on, level_v, true);
    if (edges.space.rx_v <= level_v) delays.rise_s = first(edges.rx_off, level_v, false);
    return delays;
}

Quantity scaled(std::string name, std::optional<double> value, double scale, const char* unit) {
    if (!value) return {std::move(name), {}, unit};
    return {std::move(name), *value * scale, unit};
}

}  // namespace otbench::circuit
