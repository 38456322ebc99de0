#include "circuit/replay/replay_plot.hpp"

#include <algorithm>
#include <chrono>

#include "base/time.hpp"
#include "circuit/measure/edge_times.hpp"

namespace otbench::circuit {
namespace {

/// Levels of TX as a curve.
PlotSeries tx_curve(const Recording& recording, Nanoseconds from, Nanoseconds to) {
    PlotSeries series{"TX, driven high", {}, {}};
    double level = 0;
    const auto add = [&](Nanoseconds at, double value) {
        series.x.push_back(in_seconds(at) * 1e3);
        series.y.push_back(value);
    };
    for (const auto& change : recording.tx) {
        const double next = change.input == TxInput::high ? 1.0 : 0.0;
        if (change.at > from && change.at < to) {
            if (series.x.empty()) add(from, level);
            add(change.at, level);
            add(change.at, next);
        }
        if (change.at < to) level = next;
    }
    if (series.x.empty()) add(from, level);
    add(to, level);
    return series;
}

/// RX of the run, as the level of the voltage that it stands for.
PlotSeries rx_curve(const Recording& recording, double high_v, Nanoseconds from, Nanoseconds to) {
    PlotSeries series{"RX of the run", {}, {}, PlotSeries::Style::dashed};
    bool level = recording.rx_at_start;
    const auto add = [&](Nanoseconds at) {
        series.x.push_back(in_seconds(at) * 1e3);
        series.y.push_back(level ? high_v : 0.0);
    };
    for (const auto& seen : recording.seen) {
        if (seen.what != Crossing::What::rx || seen.at >= to) continue;
        if (seen.at > from) {
            if (series.x.empty()) add(from);
            add(seen.at);
        }
        level = seen.level;
        if (seen.at > from) add(seen.at);
    }
    if (series.x.empty()) add(from);
    add(to);
    return series;
}

}  // namespace

Plot replay_plot(const std::string& scenario, const Recording& recording, const ReplayWave& wave, Nanoseconds from,
                 Nanoseconds to) {
    PlotSeries spice_bus{"ngspice", {}, {}}, spice_rx{"RX of ngspice", {}, {}};
    for (std::size_t i = 0; i < wave.time_s.size(); ++i) {
        if (wave.time_s[i] < in_seconds(from) || wave.time_s[i] > in_seconds(to)) continue;
        spice_bus.x.push_back(wave.time_s[i] * 1e3);
        spice_bus.y.push_back(wave.bus_v[i]);
        spice_rx.y.push_back(wave.rx_v[i]);
    }
    spice_rx.x = spice_bus.x;
    PlotSeries run_bus{"the run", {in_seconds(from) * 1e3}, {recording.bus_voltage(from)}, PlotSeries::Style::dashed};
    for (const auto& point : recording.bus_v) {
        if (point.at <= from || point.at >= to) continue;
        run_bus.x.push_back(in_seconds(point.at) * 1e3);
        run_bus.y.push_back(point.volts);
    }
    const double rx_high_v = *std::max_element(wave.rx_v.begin(), wave.rx_v.end());
    return {scenario + ": bus voltage and RX of the run, and by ngspice",
            "virtual time in ms",
            {{"bus in V", {spice_bus, run_bus}, {}},
             {"RX in V", {spice_rx, rx_curve(recording, rx_high_v, from, to)}, {rx_half_v}},
             {"TX", {tx_curve(recording, from, to)}, {}}}};
}

}  // namespace otbench::circuit
