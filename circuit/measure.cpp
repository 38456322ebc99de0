#include "circuit/measure.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "circuit/measure_frames.hpp"
#include "circuit/measure_rig.hpp"

namespace otbench::circuit {
namespace {

// RX levels, not scaled with the supply (definitions of the recorded measurements).
struct RxLevel {
    const char* name;
    double volts;
};
constexpr std::array<RxLevel, 3> rx_levels{{{"vil", 0.825}, {"half", 1.65}, {"vih", 2.475}}};
constexpr double sweep_end_a = 40e-3;

// ---- operating points ------------------------------------------------------------------------------------------

Quantities dc_levels(const Conditions& c, Rig& rig) {
    const Operating point = rig.operating(rig.drive(c.tx_v, c.slave_space));
    return {{"v_bus_terminals", point.bus_v, "V"},
            {"v_bus_slave", point.slave_v, "V"},
            {"v_mbusn", point.mbusn_v, "V"},
            {"v_rx", point.rx_v, "V"},
            {"v_b", point.node("b"), "V"},
            {"v_s", point.node("s"), "V"},
            {"i_bus", point.bus_a * 1e3, "mA"},
            {"i_supply", point.supply_a * 1e3, "mA"},
            {"i_tx_pin", point.tx_a * 1e3, "mA"},
            {"p_r5", point.resistor_w("r5") * 1e3, "mW"},
            {"p_q1_approx", (point.mbusn_v - point.node("s")) * point.emitter_a("q1") * 1e3, "mW"}};
}

Quantities faults(const Conditions& c, Rig& rig) {
    const Operating point = rig.operating(rig.drive(c.tx_v, c.slave_space));
    return {{"v_bus", point.bus_v, "V"},
            {"v_mbusn", point.mbusn_v, "V"},
            {"v_rx", point.rx_v, "V"},
            {"v_s", point.node("s"), "V"},
            {"i_bus", point.bus_a * 1e3, "mA"},
            {"i_supply", point.supply_a * 1e3, "mA"},
            {"i_q1_collector", -point.collector_a("q1") * 1e3, "mA"},
            {"i_q2_collector", point.collector_a("q2") * 1e3, "mA"},
            {"i_q3_base", point.base_a("q3") * 1e3, "mA"},
            {"p_q1", point.transistor_w("q1") * 1e3, "mW"},
            {"p_q3", point.transistor_w("q3") * 1e3, "mW"},
            {"p_r5", point.resistor_w("r5") * 1e3, "mW"}};
}

/// Bus current at which RX falls to a voltage; nothing when it was lower from the start, or never falls that far.
std::optional<double> threshold_a(Rig& rig, double tx_v, double rx_v) {
    const auto rx_at = [&](double amperes) { return rig.swept(tx_v, amperes).rx_v; };
    if (rx_at(0.0) < rx_v || rx_at(sweep_end_a) > rx_v) return std::nullopt;
    double low = 0, high = sweep_end_a;
    constexpr int halvings = 26;
    for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (low + high);
        (rx_at(middle) > rx_v ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

Quantity number(std::string name, std::optional<double> value, double scale, const char* unit) {
    if (!value) return {std::move(name), {}, unit};
    return {std::move(name), *value * scale, unit};
}

Quantities rx_transfer(const Conditions& c, Rig& rig) {
    Quantities all;
    for (const auto& level : rx_levels) {
        const auto amperes = threshold_a(rig, c.tx_v, level.volts);
        all.push_back(number(fmt::format("i_th_{}", level.name), amperes, 1e3, "mA"));
        if (level.volts != 1.65) continue;
        all.push_back({"hysteresis_half", 0.0, "mA"});
        all.push_back(number("max_idle_unit_loads", amperes, 1 / c.unit_load_a, "UL"));
    }
    for (const double milliampere : {0., 5., 6., 6.5, 7., 7.5, 8., 9., 11., 12.5, 16.5, 21.5, 30.}) {
        all.push_back({fmt::format("v_rx_at_{}mA", milliampere), rig.swept(c.tx_v, milliampere * 1e-3).rx_v, "V"});
    }
    const Operating point = rig.swept(c.tx_v, 16.5e-3);
    all.push_back({"v_s_at_16.5mA", point.node("s"), "V"});
    all.push_back({"v_mbusn_at_16.5mA", point.mbusn_v, "V"});
    return all;
}

Quantities tx_drive(const Conditions& c, Rig& rig) {
    const auto bus_at = [&](double tx_v) { return rig.operating(rig.drive(tx_v, c.slave_space)).bus_v; };
    const double space_v = bus_at(0.0), mark_v = bus_at(5.0), swing_v = mark_v - space_v;
    const auto tx_at = [&](double bus_v) {
        double low = 0, high = 5.0;
        constexpr int halvings = 30;
        for (int i = 0; i < halvings; ++i) {
            const double middle = 0.5 * (low + high);
            (bus_at(middle) < bus_v ? low : high) = middle;
        }
        return 0.5 * (low + high);
    };
    Quantities all;
    for (const int percent : {10, 50, 90}) {
        all.push_back({fmt::format("v_tx_at_bus_{}%", percent), tx_at(space_v + swing_v * percent / 100), "V"});
    }
    all.push_back({"v_tx_at_bus_mark_minus_0.5V", tx_at(mark_v - 0.5), "V"});
    all.push_back({"v_tx_at_bus_space_plus_0.5V", tx_at(space_v + 0.5), "V"});
    for (const double tx_v : {0.8, 1., 1.2, 1.5, 2., 2.4, 3., 3.3, 5.}) {
        all.push_back({fmt::format("v_bus_at_tx_{}V", tx_v), bus_at(tx_v), "V"});
    }
    return all;
}

Quantities tolerance(const Conditions& c, Rig& rig) {
    Conditions one = c;
    one.unit_loads = 1;
    const auto at = [&](double tx_v) {
        Drive drive = rig.drive(tx_v, c.slave_space);
        drive.tap_a[0] = c.unit_load_a + (c.slave_space ? c.space_a() : 0.0);
        return rig.operating(drive);
    };
    const Operating mark = at(c.tx_v), space = at(0.0);
    const auto amperes = threshold_a(rig, c.tx_v, 1.65);
    return {{"v_bus_mark_1UL", mark.bus_v, "V"},
            {"v_bus_space_1UL", space.bus_v, "V"},
            {"v_swing_1UL", mark.bus_v - space.bus_v, "V"},
            {"v_rx_idle_1UL", mark.rx_v, "V"},
            number("i_th_half", amperes, 1e3, "mA"),
            number("max_idle_unit_loads", amperes, 1 / c.unit_load_a, "UL")};
}

// ---- edges -----------------------------------------------------------------------------------------------------

Quantities tx_edges(const Conditions& c, Rig& rig) {
    const TxEdges edges = rig.tx_edges(c);
    Quantities all{{"v_mark", edges.mark_v, "V"}, {"v_space", edges.space_v, "V"}};
    const double swing_v = edges.mark_v - edges.space_v;
    std::array<std::optional<double>, 3> space, mark;
    const std::array<int, 3> percents{10, 50, 90};
    for (std::size_t i = 0; i < 3; ++i) {
        space[i] = edges.fallen_by(swing_v * percents[i] / 100);
        mark[i] = edges.risen_by(swing_v * percents[i] / 100);
    }
    const auto transition = [](const auto& times) {
        return times[0] && times[2] ? std::optional{*times[2] - *times[0]} : std::nullopt;
    };
    constexpr std::array<double, 3> drops{5.7, 6.95, 8.2};
    for (std::size_t i = 0; i < 3; ++i)
        all.push_back(number(fmt::format("space_t{}", percents[i]), space[i], 1e6, "us"));
    for (const double drop : drops)
        all.push_back(number(fmt::format("space_drop_{}V", drop), edges.fallen_by(drop), 1e6, "us"));
    all.push_back(number("space_transition_10_90", transition(space), 1e6, "us"));
    for (std::size_t i = 0; i < 3; ++i) all.push_back(number(fmt::format("mark_t{}", percents[i]), mark[i], 1e6, "us"));
    for (const double drop : drops)
        all.push_back(number(fmt::format("mark_drop_{}V", drop), edges.risen_by(swing_v - drop), 1e6, "us"));
    all.push_back(number("mark_transition_10_90", transition(mark), 1e6, "us"));

    const auto pulses = [&](const char* phase, const Pulses& list) {
        const std::string stem = fmt::format("rx_echo_{}_", phase);
        if (!edges.rx_high_at_rest) {
            all.push_back({stem + "count", {}, "RX low throughout"});
            return;
        }
        all.push_back({stem + "count", static_cast<double>(list.size()), "pulses"});
        if (list.empty()) return;
        double total = 0;
        for (const auto& pulse : list) total += pulse.end_s - pulse.start_s;
        all.push_back({stem + "first_start", list.front().start_s * 1e6, "us"});
        all.push_back({stem + "first_width", (list.front().end_s - list.front().start_s) * 1e6, "us"});
        all.push_back({stem + "total_low", total * 1e6, "us"});
        all.push_back({stem + "last_end", list.back().end_s * 1e6, "us"});
    };
    pulses("space", edges.echoes_in_space);
    pulses("mark", edges.echoes_in_mark);
    all.push_back({"v_s_peak_mark_edge", edges.sense_peak_v, "V"});
    return all;
}

Quantities slave_edges(const Conditions& c, Rig& rig) {
    const SlaveEdges edges = rig.slave_edges(c);
    Quantities all{{"v_rx_mark", edges.idle.rx_v, "V"}, {"v_rx_space", edges.space.rx_v, "V"}};
    std::optional<double> stretch;
    for (const auto& level : rx_levels) {
        const auto fall = edges.rx_falls_to(level.volts), rise = edges.rx_rises_to(level.volts);
        all.push_back(number(fmt::format("rx_fall_{}", level.name), fall, 1e6, "us"));
        all.push_back(number(fmt::format("rx_rise_{}", level.name), rise, 1e6, "us"));
        if (level.volts == 1.65 && fall && rise) stretch = *rise - *fall;
    }
    all.push_back(number("rx_low_stretch", stretch, 1e6, "us"));
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

Quantities measure(const std::string& family, const Conditions& conditions,
                   const std::shared_ptr<const Circuit>& circuit) {
    const auto found =
        std::find_if(families.begin(), families.end(), [&](const Family& f) { return family == f.name; });
    if (found == families.end()) throw std::invalid_argument{fmt::format("there is no family '{}'", family)};
    Rig rig{conditions, circuit};
    return found->measure(conditions, rig);
}

}  // namespace otbench::circuit
