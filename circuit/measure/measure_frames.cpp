#include "circuit/measure/measure_frames.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.hpp"
#include "circuit/measure/edge_times.hpp"
#include "circuit/measure/uart_trace.hpp"

namespace otbench::circuit {
namespace {

constexpr Nanoseconds frame_start = std::chrono::milliseconds{2};
constexpr double typical_threshold_v = 6.95;

// ---- the highest speed ------------------------------------------------------------------------------------------

constexpr std::array<double, 8> standard_bauds{300, 600, 1200, 2400, 4800, 9600, 19200, 38400};
constexpr std::array<double, 3> thresholds_v{5.7, 6.95, 8.2};
constexpr std::size_t request_octets = 5, reply_octets = 6;
constexpr double quiet_bits = 4;  // after the last edge

std::vector<std::uint8_t> first(std::vector<std::uint8_t> octets, std::size_t count) {
    octets.resize(std::min(octets.size(), count));
    return octets;
}

/// The highest standard speed of those that `reads` accepts; speeds far off the limit need no trial.
template <typename Reads>
std::optional<double> highest(double limit_baud, const Reads& reads) {
    constexpr double sure = 0.7, hopeless = 1.5;  // of the limit by the edges' delays
    for (auto baud = standard_bauds.rbegin(); baud != standard_bauds.rend(); ++baud) {
        if (*baud > hopeless * limit_baud) continue;
        if (*baud < sure * limit_baud || reads(*baud)) return *baud;
    }
    return std::nullopt;
}

// ---- a whole frame ------------------------------------------------------------------------------------------------

struct Delays {
    std::vector<double> fall_us, rise_us;
};

/// How long after each change the watched level followed; changes that were swallowed have no delay.
Delays delays_of(const std::vector<LevelChange>& sent, const std::vector<LevelChange>& seen, double ramp_s,
                 Nanoseconds from, Nanoseconds to) {
    Delays delays;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const Nanoseconds until = i + 1 < sent.size() ? sent[i + 1].at + std::chrono::microseconds{1} : to;
        const auto found = std::find_if(seen.begin(), seen.end(), [&](const LevelChange& change) {
            return change.level == sent[i].level && change.at >= std::max(sent[i].at, from) && change.at < until;
        });
        if (found == seen.end()) continue;
        const double delay_us = (seconds_between(sent[i].at, found->at) - ramp_s / 2) * 1e6;
        (sent[i].level ? delays.rise_us : delays.fall_us).push_back(delay_us);
    }
    return delays;
}

void add_delays(Quantities& all, const std::string& name, const std::vector<double>& us) {
    if (us.empty()) return;
    double sum = 0;
    for (const double value : us) sum += value;
    all.push_back({name + "_delay_mean", sum / static_cast<double>(us.size()), "us"});
    all.push_back({name + "_delay_min", *std::min_element(us.begin(), us.end()), "us"});
    all.push_back({name + "_delay_max", *std::max_element(us.begin(), us.end()), "us"});
    all.push_back({name + "_edges", static_cast<double>(us.size()), "edges"});
}

std::vector<LevelChange> between(const std::vector<LevelChange>& changes, Nanoseconds from, Nanoseconds to) {
    std::vector<LevelChange> some;
    std::copy_if(changes.begin(), changes.end(), std::back_inserter(some),
                 [&](const LevelChange& change) { return change.at >= from && change.at < to; });
    return some;
}

void add_echoes(Quantities& all, const std::vector<LevelChange>& rx, double bit_s) {
    std::vector<double> widths;
    for (std::size_t i = 0; i + 1 < rx.size(); ++i) {
        if (!rx[i].level) widths.push_back(seconds_between(rx[i].at, rx[i + 1].at) * 1e6);
    }
    all.push_back({"echo_pulses_during_master_frame", static_cast<double>(widths.size()), "pulses"});
    double sum = 0;
    for (const double width : widths) sum += width;
    all.push_back({"echo_width_mean", widths.empty() ? 0.0 : sum / static_cast<double>(widths.size()), "us"});
    all.push_back({"echo_width_max", widths.empty() ? 0.0 : *std::max_element(widths.begin(), widths.end()), "us"});
    all.push_back({"echo_bytes_seen_by_uart", hex_text(read_uart(rx, bit_s).octets), "hex"});
}

}  // namespace

std::vector<bool> request_reads(Rig& rig, double baud, const std::vector<double>& levels_v) {
    const auto octets = first(parse_octets(rig.conditions().master_bytes).value(), request_octets);
    Traffic traffic{uart_changes(octets, frame_start, 1 / baud), {}, levels_v, rx_half_v, {}};
    traffic.end = after(traffic.tx.back().at, quiet_bits / baud);
    const TrafficSeen seen = rig.run(traffic);
    std::vector<bool> read;
    for (const auto& changes : seen.slave) read.push_back(read_uart(changes, 1 / baud).octets == octets);
    return read;
}

bool reply_reads(Rig& rig, double baud) {
    const auto octets = first(parse_octets(rig.conditions().slave_bytes).value(), reply_octets);
    Traffic traffic{{}, uart_changes(octets, frame_start, 1 / baud), {}, rx_half_v, {}};
    traffic.end = after(traffic.slave.back().at, quiet_bits / baud);
    return read_uart(rig.run(traffic).rx, 1 / baud).octets == octets;
}

Quantities measure_baud_limit(const Conditions&, Rig& rig) {
    const EdgeTimes edges{rig.tx_edges()};
    Quantities all, decoded;
    std::vector<std::pair<double, std::vector<bool>>> tried;
    const auto reads = [&](double baud, std::size_t threshold) {
        const auto known = std::find_if(tried.begin(), tried.end(), [&](const auto& t) { return t.first == baud; });
        if (known != tried.end()) return known->second[threshold];
        std::vector<double> levels_v;
        levels_v.reserve(thresholds_v.size());
        for (const double threshold_v : thresholds_v) levels_v.push_back(edges.mark_v - threshold_v);
        tried.emplace_back(baud, request_reads(rig, baud, levels_v));
        return tried.back().second[threshold];
    };
    for (std::size_t i = 0; i < thresholds_v.size(); ++i) {
        const double drop_v = thresholds_v[i];
        const auto fall = edges.fallen_by(drop_v), rise = edges.risen_to_within(drop_v);
        std::optional<double> shrink_s, limit, best;
        if (fall && rise) {
            shrink_s = *fall - *rise;
            if (*shrink_s > 0) limit = 0.5 / *shrink_s;
            best = highest(limit.value_or(standard_bauds.back()), [&](double baud) { return reads(baud, i); });
        }
        all.push_back(scaled(fmt::format("space_shrink_{}V", drop_v), shrink_s, 1e6, "us"));
        all.push_back(scaled(fmt::format("max_baud_midbit_{}V", drop_v), limit, 1, "Bd"));
        decoded.push_back(scaled(fmt::format("max_standard_baud_decoded_{}V", drop_v), best, 1, "Bd"));
    }
    if (const auto space_s = edges.space_transition(), mark_s = edges.mark_transition(); space_s && mark_s) {
        all.push_back({"max_baud_transition_half_bit", 0.5 / std::max(*space_s, *mark_s), "Bd"});
        all.push_back({"max_baud_asymmetry_eighth_bit", 0.125 / std::abs(*space_s - *mark_s), "Bd"});
    }
    const auto stretch_s = rx_delays(rig.slave_edges(), rx_half_v).stretch_s();
    std::optional<double> reply_limit, best_reply;
    if (stretch_s) {
        reply_limit = 0.5 / std::abs(*stretch_s);
        best_reply = highest(*reply_limit, [&](double baud) { return reply_reads(rig, baud); });
    }
    all.push_back(scaled("rx_low_stretch", stretch_s, 1e6, "us"));
    all.push_back(scaled("max_baud_reply_midbit", reply_limit, 1, "Bd"));
    double last_s = 0;
    for (const auto* pulses : {&edges.echoes_in_space, &edges.echoes_in_mark}) {
        for (const auto& pulse : *pulses) last_s = std::max(last_s, pulse.end_s);
    }
    all.push_back({"echo_total_low", (total_s(edges.echoes_in_space) + total_s(edges.echoes_in_mark)) * 1e6, "us"});
    all.push_back({"echo_last_end", last_s * 1e6, "us"});
    all.insert(all.end(), decoded.begin(), decoded.end());
    all.push_back(scaled("max_standard_baud_reply_decoded", best_reply, 1, "Bd"));
    return all;
}

Quantities measure_frame(const Conditions& c, Rig& rig) {
    const double master_bit_s = c.master_bit_us * 1e-6, slave_bit_s = 1 / c.slave_baud;
    const int master_bits = 10 + c.master_high_bits_after_parity;
    const auto request = parse_octets(c.master_bytes).value(), reply = parse_octets(c.slave_bytes).value();
    const Nanoseconds request_end =
        after(frame_start, static_cast<double>(request.size()) * master_bits * master_bit_s);
    const Nanoseconds reply_start = after(request_end, c.reply_delay_ms * 1e-3);
    const Nanoseconds reply_end = after(reply_start, static_cast<double>(reply.size()) * 11 * slave_bit_s);
    const double mark_v = rig.operating(c.tx_v, c.idle_a()).slave_v;
    const Traffic traffic{uart_changes(request, frame_start, master_bit_s, master_bits),
                          uart_changes(reply, reply_start, slave_bit_s),
                          {mark_v - typical_threshold_v},
                          rx_half_v,
                          reply_end + frame_start};
    const TrafficSeen seen = rig.run(traffic);

    const auto at_slave = between(seen.slave[0], Nanoseconds{0}, reply_start);
    const auto at_rx = between(seen.rx, reply_start, traffic.end);
    const auto heard = read_uart(at_slave, slave_bit_s), got = read_uart(at_rx, slave_bit_s);
    Quantities all{{"simulated_time", seconds_between(Nanoseconds{0}, traffic.end) * 1e3, "ms"},
                   {"slave_decodes", hex_text(heard.octets), "hex"},
                   {"slave_parity_framing_errors", static_cast<double>(heard.parity_and_framing_errors), "count"},
                   {"master_decodes", hex_text(got.octets), "hex"},
                   {"master_parity_framing_errors", static_cast<double>(got.parity_and_framing_errors), "count"}};
    const auto bus_delays = delays_of(traffic.tx, at_slave, tx_ramp_s, Nanoseconds{0}, reply_start);
    add_delays(all, "bus_fall", bus_delays.fall_us);
    add_delays(all, "bus_rise", bus_delays.rise_us);
    const auto rx_seen = delays_of(traffic.slave, at_rx, slave_ramp_s, reply_start, traffic.end);
    add_delays(all, "rx_fall", rx_seen.fall_us);
    add_delays(all, "rx_rise", rx_seen.rise_us);
    add_echoes(all, between(seen.rx, Nanoseconds{0}, reply_start), slave_bit_s);
    return all;
}

}  // namespace otbench::circuit
