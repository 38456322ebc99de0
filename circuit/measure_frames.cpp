#include "circuit/measure_frames.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "circuit/plant_run.hpp"
#include "circuit/uart_trace.hpp"

namespace otbench::circuit {
namespace {

constexpr Tick frame_start = std::chrono::milliseconds{2};
constexpr double typical_threshold_v = 6.95;
constexpr double rx_level_v = 1.65;

/// Sends level changes through TX, or through the slave's current, from a bus at rest in mark.
void send(PlantRun& run, const Rig& rig, const std::vector<LevelChange>& changes, double tx_high_v, bool by_slave) {
    for (const auto& change : changes) {
        run.drive(change.at,
                  by_slave ? rig.drive(tx_high_v, !change.level) : rig.drive(change.level ? tx_high_v : 0.0, false));
    }
}

// ---- the highest speed ------------------------------------------------------------------------------------------

constexpr std::array<double, 8> standard_bauds{300, 600, 1200, 2400, 4800, 9600, 19200, 38400};
constexpr std::array<double, 3> thresholds_v{5.7, 6.95, 8.2};
constexpr std::size_t request_octets = 5, reply_octets = 6;

std::vector<std::uint8_t> first(std::vector<std::uint8_t> octets, std::size_t count) {
    octets.resize(std::min(octets.size(), count));
    return octets;
}

/// For each threshold, whether a slave with it reads the request at this speed.
std::array<bool, 3> request_reads(Rig& rig, const Conditions& c, double baud, double mark_v) {
    const auto octets = first(from_hex(c.master_bytes), request_octets);
    PlantRun run{rig.plant(), rig.drive(c.tx_v, false)};
    std::array<std::size_t, 3> watches{};
    for (std::size_t i = 0; i < 3; ++i) watches[i] = run.watch(rig.plant().tap(0), mark_v - thresholds_v[i]);
    const auto changes = uart_changes(octets, frame_start, 1 / baud);
    send(run, rig, changes, c.tx_v, false);
    run.run(after(changes.back().at, 4 / baud));
    std::array<bool, 3> read{};
    for (std::size_t i = 0; i < 3; ++i) read[i] = read_uart(run.crossings(watches[i]), 1 / baud).octets == octets;
    return read;
}

bool reply_reads(Rig& rig, const Conditions& c, double baud) {
    const auto octets = first(from_hex(c.slave_bytes), reply_octets);
    PlantRun run{rig.plant(), rig.drive(c.tx_v, false)};
    const auto watch = run.watch(rig.plant().rx(), rx_level_v);
    const auto changes = uart_changes(octets, frame_start, 1 / baud);
    send(run, rig, changes, c.tx_v, true);
    run.run(after(changes.back().at, 4 / baud));
    return read_uart(run.crossings(watch), 1 / baud).octets == octets;
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

Quantity number(std::string name, std::optional<double> value, const char* unit) {
    if (!value || !std::isfinite(*value)) return {std::move(name), {}, unit};
    return {std::move(name), *value, unit};
}

// ---- a whole frame ------------------------------------------------------------------------------------------------

struct Delays {
    std::vector<double> fall_us, rise_us;
};

/// How long after each change the watched level followed; changes that were swallowed have no delay.
Delays delays_of(const std::vector<LevelChange>& sent, const std::vector<LevelChange>& seen, double ramp_s, Tick from,
                 Tick to) {
    Delays delays;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const Tick until = i + 1 < sent.size() ? sent[i + 1].at + std::chrono::microseconds{1} : to;
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

std::vector<LevelChange> between(const std::vector<LevelChange>& changes, Tick from, Tick to) {
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
    all.push_back({"echo_bytes_seen_by_uart", to_hex(read_uart(rx, bit_s).octets), "hex"});
}

}  // namespace

Quantities measure_baud_limit(const Conditions& c, Rig& rig) {
    const TxEdges edges = rig.tx_edges(c);
    const double swing_v = edges.mark_v - edges.space_v;
    Quantities all, decoded;
    std::vector<std::pair<double, std::array<bool, 3>>> tried;
    const auto reads = [&](double baud, std::size_t threshold) {
        for (const auto& [known, result] : tried)
            if (known == baud) return result[threshold];
        tried.emplace_back(baud, request_reads(rig, c, baud, edges.mark_v));
        return tried.back().second[threshold];
    };
    for (std::size_t i = 0; i < thresholds_v.size(); ++i) {
        const double drop_v = thresholds_v[i];
        const auto fall = edges.fallen_by(drop_v), rise = edges.risen_by(swing_v - drop_v);
        std::optional<double> shrink, limit;
        if (fall && rise) shrink = *fall - *rise;
        if (shrink) limit = 0.5 / *shrink;
        all.push_back(
            number(fmt::format("space_shrink_{}V", drop_v), shrink ? std::optional{*shrink * 1e6} : shrink, "us"));
        all.push_back(number(fmt::format("max_baud_midbit_{}V", drop_v), limit, "Bd"));
        std::optional<double> best;
        if (limit) best = highest(*limit > 0 ? *limit : 1e9, [&](double baud) { return reads(baud, i); });
        decoded.push_back(number(fmt::format("max_standard_baud_decoded_{}V", drop_v), best, "Bd"));
    }
    const auto t10 = edges.fallen_by(0.1 * swing_v), t90 = edges.fallen_by(0.9 * swing_v);
    const auto m10 = edges.risen_by(0.1 * swing_v), m90 = edges.risen_by(0.9 * swing_v);
    if (t10 && t90 && m10 && m90) {
        const double space_s = *t90 - *t10, mark_s = *m90 - *m10;
        all.push_back({"max_baud_transition_half_bit", 0.5 / std::max(space_s, mark_s), "Bd"});
        all.push_back({"max_baud_asymmetry_eighth_bit", 0.125 / std::abs(space_s - mark_s), "Bd"});
    }
    const SlaveEdges slave = rig.slave_edges(c);
    const auto fall = slave.rx_falls_to(rx_level_v), rise = slave.rx_rises_to(rx_level_v);
    std::optional<double> reply_limit;
    if (fall && rise) {
        all.push_back({"rx_low_stretch", (*rise - *fall) * 1e6, "us"});
        reply_limit = 0.5 / std::abs(*rise - *fall);
    }
    all.push_back(number("max_baud_reply_midbit", reply_limit, "Bd"));
    double total = 0, last = 0;
    for (const auto* list : {&edges.echoes_in_space, &edges.echoes_in_mark}) {
        for (const auto& pulse : *list) {
            total += pulse.end_s - pulse.start_s;
            last = std::max(last, pulse.end_s);
        }
    }
    all.push_back({"echo_total_low", total * 1e6, "us"});
    all.push_back({"echo_last_end", last * 1e6, "us"});
    all.insert(all.end(), decoded.begin(), decoded.end());
    std::optional<double> best_reply;
    if (reply_limit) best_reply = highest(*reply_limit, [&](double baud) { return reply_reads(rig, c, baud); });
    all.push_back(number("max_standard_baud_reply_decoded", best_reply, "Bd"));
    return all;
}

Quantities measure_frame(const Conditions& c, Rig& rig) {
    const double master_bit_s = c.master_bit_us * 1e-6, slave_bit_s = 1 / c.slave_baud;
    const int master_bits = 10 + c.master_high_bits_after_parity;
    const auto request = from_hex(c.master_bytes), reply = from_hex(c.slave_bytes);
    const auto request_changes = uart_changes(request, frame_start, master_bit_s, master_bits);
    const Tick request_end = after(frame_start, static_cast<double>(request.size()) * master_bits * master_bit_s);
    const Tick reply_start = after(request_end, c.reply_delay_ms * 1e-3);
    const Tick reply_end = after(reply_start, static_cast<double>(reply.size()) * 11 * slave_bit_s);
    const Tick end = reply_end + frame_start;
    const auto reply_changes = uart_changes(reply, reply_start, slave_bit_s);

    const double mark_v = rig.operating(rig.drive(c.tx_v, false)).slave_v;
    PlantRun run{rig.plant(), rig.drive(c.tx_v, false)};
    const auto bus = run.watch(rig.plant().tap(0), mark_v - typical_threshold_v);
    const auto rx = run.watch(rig.plant().rx(), rx_level_v);
    send(run, rig, request_changes, c.tx_v, false);
    send(run, rig, reply_changes, c.tx_v, true);
    run.run(end);

    const auto at_slave = between(run.crossings(bus), Tick{0}, reply_start);
    const auto at_rx = between(run.crossings(rx), reply_start, end);
    const auto heard = read_uart(at_slave, slave_bit_s), got = read_uart(at_rx, slave_bit_s);
    Quantities all{{"simulated_time", seconds_between(Tick{0}, end) * 1e3, "ms"},
                   {"slave_decodes", to_hex(heard.octets), "hex"},
                   {"slave_parity_framing_errors", static_cast<double>(heard.parity_and_framing_errors), "count"},
                   {"master_decodes", to_hex(got.octets), "hex"},
                   {"master_parity_framing_errors", static_cast<double>(got.parity_and_framing_errors), "count"}};
    const auto bus_delays = delays_of(request_changes, at_slave, tx_ramp_s, Tick{0}, reply_start);
    add_delays(all, "bus_fall", bus_delays.fall_us);
    add_delays(all, "bus_rise", bus_delays.rise_us);
    const auto rx_delays = delays_of(reply_changes, at_rx, slave_ramp_s, reply_start, end);
    add_delays(all, "rx_fall", rx_delays.fall_us);
    add_delays(all, "rx_rise", rx_delays.rise_us);
    add_echoes(all, between(run.crossings(rx), Tick{0}, reply_start), slave_bit_s);
    return all;
}

}  // namespace otbench::circuit
