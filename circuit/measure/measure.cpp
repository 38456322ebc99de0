#include "circuit/measure/measure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "circuit/measure/edge_times.hpp"
#include "circuit/measure/measure_frames.hpp"

namespace otbench::circuit {
namespace {

// RX levels, not scaled with the supply (definitions of the recorded measurements).
struct RxLevel {
    const char* name;
    double volts;
};
constexpr std::array<RxLevel, 3> rx_levels{{{"vil", 0.825}, {"half", rx_half_v}, {"vih", 2.475}}};

// ---- operating points ------------------------------------------------------------------------------------------

double meters_a(const Conditions& c, bool space) {
    return c.idle_a() + (space ? c.space_a() : 0.0);
}

Quantities dc_levels(const Conditions& c, Rig& rig) {
    const Operating point = rig.operating(c.tx_v, meters_a(c, c.slave_space));
    return {{"v_bus_terminals", point.bus_v, "V"},
            {"v_bus_slave", point.slave_v, "V"},
            {"v_mbusn", point.mbusn_v, "V"},
            {"v_rx", point.rx_v, "V"},
            {"v_b", point.b_v, "V"},
            {"v_s", point.s_v, "V"},
            {"i_bus", point.bus_a * 1e3, "mA"},
            {"i_supply", point.supply_a * 1e3, "mA"},
            {"i_tx_pin", point.tx_a * 1e3, "mA"},
            {"p_r5", point.r5_w * 1e3, "mW"},
            {"p_q1_approx", (point.mbusn_v - point.s_v) * point.q1_emitter_a * 1e3, "mW"}};
}

Quantities faults(const Conditions& c, Rig& rig) {
    const Operating point = rig.operating(c.tx_v, meters_a(c, c.slave_space));
    return {{"v_bus", point.bus_v, "V"},
            {"v_mbusn", point.mbusn_v, "V"},
            {"v_rx", point.rx_v, "V"},
            {"v_s", point.s_v, "V"},
            {"i_bus", point.bus_a * 1e3, "mA"},
            {"i_supply", point.supply_a * 1e3, "mA"},
            {"i_q1_collector", point.q1_collector_a * 1e3, "mA"},
            {"i_q2_collector", point.q2_collector_a * 1e3, "mA"},
            {"i_q3_base", point.q3_base_a * 1e3, "mA"},
            {"p_q1", point.q1_w * 1e3, "mW"},
            {"p_q3", point.q3_w * 1e3, "mW"},
            {"p_r5", point.r5_w * 1e3, "mW"}};
}

Quantities rx_transfer(const Conditions& c, Rig& rig) {
    const Sweep sweep = rig.sweep_current(c.tx_v);
    Quantities all;
    for (const auto& level : rx_levels) {
        const auto amperes = sweep.input_at(sweep.rx_v, level.volts, true);
        all.push_back(scaled(fmt::format("i_th_{}", level.name), amperes, 1e3, "mA"));
        if (level.volts != rx_half_v) continue;
        all.push_back({"hysteresis_half", 0.0, "mA"});  // the curve has one branch
        all.push_back(scaled("max_idle_unit_loads", amperes, 1 / c.unit_load_a, "UL"));
    }
    for (const double milliampere : {0., 5., 6., 6.5, 7., 7.5, 8., 9., 11., 12.5, 16.5, 21.5, 30.}) {
        all.push_back({fmt::format("v_rx_at_{}mA", milliampere), sweep.at(sweep.rx_v, milliampere * 1e-3), "V"});
    }
    all.push_back({"v_s_at_16.5mA", sweep.at(sweep.s_v, 16.5e-3), "V"});
    all.push_back({"v_mbusn_at_16.5mA", sweep.at(sweep.mbusn_v, 16.5e-3), "V"});
    return all;
}

Quantities tx_drive(const Conditions& c, Rig& rig) {
    const Sweep sweep = rig.sweep_tx(meters_a(c, c.slave_space));
    const double space_v = sweep.bus_v.front(), mark_v = sweep.bus_v.back(), swing_v = mark_v - space_v;
    const auto tx_at = [&](double bus_v) { return sweep.input_at(sweep.bus_v, bus_v, false); };
    Quantities all;
    for (const int percent : {10, 50, 90}) {
        all.push_back(
            scaled(fmt::format("v_tx_at_bus_{}%", percent), tx_at(space_v + swing_v * percent / 100), 1, "V"));
    }
    all.push_back(scaled("v_tx_at_bus_mark_minus_0.5V", tx_at(mark_v - 0.5), 1, "V"));
    all.push_back(scaled("v_tx_at_bus_space_plus_0.5V", tx_at(space_v + 0.5), 1, "V"));
    for (const double tx_v : {0.8, 1., 1.2, 1.5, 2., 2.4, 3., 3.3, 5.}) {
        all.push_back({fmt::format("v_bus_at_tx_{}V", tx_v), sweep.at(sweep.bus_v, tx_v), "V"});
    }
    return all;
}

Quantities tolerance(const Conditions& c, Rig& rig) {
    const double one_load_a = c.unit_load_a + (c.slave_space ? c.space_a() : 0.0);
    const Operating mark = rig.operating(c.tx_v, one_load_a), space = rig.operating(0.0, one_load_a);
    const Sweep sweep = rig.sweep_current(c.tx_v);
    const auto amperes = sweep.input_at(sweep.rx_v, rx_half_v, true);
    return {{"v_bus_mark_1UL", mark.bus_v, "V"},
            {"v_bus_space_1UL", space.bus_v, "V"},
            {"v_swing_1UL", mark.bus_v - space.bus_v, "V"},
            {"v_rx_idle_1UL", mark.rx_v, "V"},
            scaled("i_th_half", amperes, 1e3, "mA"),
            scaled("max_idle_unit_loads", amperes, 1 / c.unit_load_a, "UL")};
}

// ---- edges -----------------------------------------------------------------------------------------------------

void add_pulses(Quantities& all, const char* phase, const EdgeTimes& edges, const Pulses& pulses) {
    const std::string stem = fmt::format("rx_echo_{}_", phase);
    if (!edges.rx_settles_high) {
        all.push_back({stem + "count", {}, "RX low throughout"});
        return;
    }
    all.push_back({stem + "count", static_cast<double>(pulses.size()), "pulses"});
    if (pulses.empty()) return;
    all.push_back({stem + "first_start", pulses.front().start_s * 1e6, "us"});
    all.push_back({stem + "first_width", (pulses.front().end_s - pulses.front().start_s) * 1e6, "us"});
    all.push_back({stem + "total_low", total_s(pulses) * 1e6, "us"});
    all.push_back({stem + "last_end", pulses.back().end_s * 1e6, "us"});
}

Quantities tx_edges(const Conditions&, Rig& rig) {
    const EdgeTimes edges{rig.tx_edges()};
    constexpr std::array<int, 3> percents{10, 50, 90};
    constexpr std::array<double, 3> drops{5.7, 6.95, 8.2};
    Quantities all{{"v_mark", edges.mark_v, "V"}, {"v_space", edges.mark_v - edges.swing_v, "V"}};
    for (const int percent : percents) {
        all.push_back(scaled(fmt::format("space_t{}", percent), edges.space_share(percent), 1e6, "us"));
    }
    for (const double drop : drops) {
        all.push_back(scaled(fmt::format("space_drop_{}V", drop), edges.fallen_by(drop), 1e6, "us"));
    }
    all.push_back(scaled("space_transition_10_90", edges.space_transition(), 1e6, "us"));
    for (const int percent : percents) {
        all.push_back(scaled(fmt::format("mark_t{}", percent), edges.mark_share(percent), 1e6, "us"));
    }
    for (const double drop : drops) {
        all.push_back(scaled(fmt::format("mark_drop_{}V", drop), edges.risen_to_within(drop), 1e6, "us"));
    }
    all.push_back(scaled("mark_transition_10_90", edges.mark_transition(), 1e6, "us"));
    add_pulses(all, "space", edges, edges.echoes_in_space);
    add_pulses(all, "mark", edges, edges.echoes_in_mark);
    all.push_back({"v_s_peak_mark_edge", edges.sense_peak_v, "V"});
    return all;
}

Quantities slave_edges(const Conditions&, Rig& rig) {
    const SlaveEdges edges = rig.slave_edges();
    Quantities all{{"v_rx_mark", edges.idle.rx_v, "V"}, {"v_rx_space", edges.space.rx_v, "V"}};
    for (const auto& level : rx_levels) {
        const auto delays = rx_delays(edges, level.volts);
        all.push_back(scaled(fmt::format("rx_fall_{}", level.name), delays.fall_s, 1e6, "us"));
        all.push_back(scaled(fmt::format("rx_rise_{}", level.name), delays.rise_s, 1e6, "us"));
    }
    all.push_back(scaled("rx_low_stretch", rx_delays(edges, rx_half_v).stretch_s(), 1e6, "us"));
    all.push_back({"v_mbusn_idle", edges.idle.mbusn_v, "V"});
    all.push_back({"v_mbusn_space_current", edges.space.mbusn_v, "V"});
    return all;
}

struct Family {
    const char* name;
    Quantities (*measure)(const Conditions&, Rig&);
};
constexpr std::array<Family, 11> families{{{"dc_levels", dc_levels},
                                           {"rx_transfer", rx_transfer},
                                           {"tx_drive", tx_drive},
                                           {"tx_edges", tx_edges},
                                           {"slave_edges", slave_edges},
                                           {"line_edges", tx_edges},
                                           {"line_slave_edges", slave_edges},
                                           {"baud_limit", measure_baud_limit},
                                           {"frame", measure_frame},
                                           {"tolerance", tolerance},
                                           {"faults", faults}}};

}  // namespace

Quantities measure(const std::string& family, Rig& rig) {
    const auto found =
        std::find_if(families.begin(), families.end(), [&](const Family& f) { return family == f.name; });
    if (found == families.end()) throw std::invalid_argument{fmt::format("unknown family '{}'", family)};
    return found->measure(rig.conditions(), rig);
}

Quantities measure(const std::string& family, const Conditions& conditions,
                   const std::shared_ptr<const Circuit>& circuit) {
    return measure(family, *model_rig(conditions, circuit));
}

}  // namespace otbench::circuit
