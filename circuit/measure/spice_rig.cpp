#include "circuit/measure/spice_rig.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>

namespace otbench::circuit {
namespace {

constexpr double line_s_per_m = 9.165e-9;  // delay of the netlist's cable
constexpr double before_edge_s = 1e-6;     // settled time before the ramp of an edge
constexpr int points_per_edge = 2000;
constexpr double most_part_value = 1e12;  // of a part that is cut

class SpiceRig : public Rig {
public:
    SpiceRig(const Conditions& conditions, std::shared_ptr<const Circuit> circuit, RunSpice run);

    Operating operating(double tx_v, double meters_a) override;
    Sweep sweep_current(double tx_v) override;
    Sweep sweep_tx(double meters_a) override;
    TxEdges tx_edges() override;
    SlaveEdges slave_edges() override;
    TrafficSeen run(const Traffic& traffic) override;

private:
    [[nodiscard]] SpiceRows results(const std::string& tx, const std::string& meters, const std::string& analysis,
                                    double relative_error) const;
    [[nodiscard]] std::string instance() const;
    [[nodiscard]] std::string node(const char* name) const;
    [[nodiscard]] double bus_farad() const {
        return conditions_.cbus_f + conditions_.cable_m * conditions_.cable_farad_per_m;
    }
    [[nodiscard]] Sweep sweep(const SpiceRows& rows) const;
    [[nodiscard]] SpiceRows edge(const SpicePoints& tx, const SpicePoints& meters, double length_s) const;

    std::shared_ptr<const Circuit> circuit_;
    FaultParts fault_;
    std::map<std::string, double> resistors_;
    RunSpice run_;
};

// Columns of the results, after the scale.
enum Column : std::size_t { scale, bus, slave, mbusn, rx, supply_a, tx_a, s, b };

SpiceRig::SpiceRig(const Conditions& conditions, std::shared_ptr<const Circuit> circuit, RunSpice run)
    : Rig{conditions}, circuit_{circuit ? std::move(circuit) : nominal_circuit()}, run_{std::move(run)} {
    fault_ = fault_of(conditions);
    with_fault(fault_, circuit_);  // throws for a transistor that is not there
    resistors_ = changed_resistors(conditions, fault_, *circuit_);
}

/// The node inside the converter; ground when there is none of that name.
std::string SpiceRig::node(const char* name) const {
    return circuit_->parts.find(name) >= 0 ? fmt::format("v(x1.{})", name) : "v(rx)";
}

/// Converter, line and meters with their values.
std::string SpiceRig::instance() const {
    const auto& c = conditions_;
    std::string text =
        fmt::format("Vsup src 0 {:.12g}\nRsup src vbus36 {:.12g}\nX1 tx rx vbus36 mbusp mbusn 0 mbus_master",
                    c.supply_v, std::max(c.supply_res_ohm, 1e-3));
    for (const auto& [name, value] : resistors_)
        text += fmt::format(" {}={:.12g}", name, std::min(value, most_part_value));
    text += c.cable_m > 0 ? fmt::format("\nXl mbusp mbusn sp sn mbus_cable len={:.12g} rpm={:.12g} cpm={:.12g}\n",
                                        c.cable_m, c.cable_ohm_per_m, c.cable_farad_per_m)
                          : "\nXl mbusp mbusn sp sn mbus_lump r=1m c=1p\n";
    text += fmt::format("Cbus mbusp mbusn {:.12g}\nXs sp sn ctl mbus_slave nul=0 isp=1 cin=1p\n", c.cbus_f + 1e-15);
    if (fault_.across_bus_ohm) text += fmt::format("Racross mbusp mbusn {:.12g}\n", *fault_.across_bus_ohm);
    for (const auto& part : circuit_->parts.transistors) {
        if (part.name != fault_.shorted_transistor) continue;
        const auto name = [&](Schematic::Node index) {
            const auto& inner = circuit_->parts.nodes[static_cast<std::size_t>(index)];
            const bool outer = index <= circuit_->parts.find("mbusn");  // ground and the ports come first
            return outer ? inner : "x1." + inner;
        };
        text += fmt::format("Rshort {} {} {:.12g}\n", name(part.collector), name(part.emitter), shorted_transistor_ohm);
    }
    return text;
}

SpiceRows SpiceRig::results(const std::string& tx, const std::string& meters, const std::string& analysis,
                            double relative_error) const {
    std::string deck = fmt::format("{} measured\n{}", circuit_->netlist, spice_subcircuits(*circuit_));
    deck += fmt::format(".options temp={:.12g} tnom=27 reltol={} abstol=1e-10 vntol=1e-6 chgtol=1e-15\n",
                        conditions_.temp_c, relative_error);
    deck += instance() + fmt::format("Vtx tx 0 {}\nVc ctl 0 {}\n", tx, meters);
    deck += spice_control(
        analysis,
        "let bus_v = v(mbusp)-v(mbusn)\nlet slave_v = v(sp)-v(sn)\nlet supply_a = -i(vsup)\nlet tx_a = -i(vtx)",
        fmt::format("bus_v slave_v v(mbusn) v(rx) supply_a tx_a {} {}", node("s"), node("b")));
    return run_(deck);
}

Operating SpiceRig::operating(double tx_v, double meters_a) {
    const auto row = results(fmt::format("{:.12g}", tx_v), fmt::format("{:.12g}", meters_a), "op", 1e-5).at(0);
    Operating point;
    point.bus_v = row[bus];
    point.slave_v = row[slave];
    point.mbusn_v = row[mbusn];
    point.rx_v = row[rx];
    point.supply_a = row[supply_a];
    point.tx_a = row[tx_a];
    if (circuit_->parts.find("s") >= 0) point.s_v = row[s];
    if (circuit_->parts.find("b") >= 0) point.b_v = row[b];
    return point;
}

Sweep SpiceRig::sweep(const SpiceRows& rows) const {
    Sweep sweep;
    for (const auto& row : rows) {
        sweep.input.push_back(row[scale]);
        sweep.bus_v.push_back(row[bus]);
        sweep.rx_v.push_back(row[rx]);
        sweep.s_v.push_back(row[s]);
        sweep.mbusn_v.push_back(row[mbusn]);
    }
    return sweep;
}

Sweep SpiceRig::sweep_current(double tx_v) {
    return sweep(results(fmt::format("{:.12g}", tx_v), "0",
                         fmt::format("dc Vc 0 {} {}", sweep_current_end_a, sweep_current_step_a), 1e-4));
}

Sweep SpiceRig::sweep_tx(double meters_a) {
    return sweep(results("0", fmt::format("{:.12g}", meters_a),
                         fmt::format("dc Vtx 0 {} {}", sweep_tx_end_v, sweep_tx_step_v), 1e-4));
}

SpiceRows SpiceRig::edge(const SpicePoints& tx, const SpicePoints& meters, double length_s) const {
    const double step_s = length_s / points_per_edge;
    return results(tx.text(), meters.text(), fmt::format("tran {0:.6g} {1:.8g} 0 {0:.6g}", step_s, length_s), 1e-5);
}

Waveform column(const SpiceRows& rows, Column index, double zero_s) {
    Waveform wave;
    for (const auto& row : rows) {
        wave.time_s.push_back(row[scale] - zero_s);
        wave.volts.push_back(row[index]);
    }
    return wave;
}

TxEdges SpiceRig::tx_edges() {
    const double amperes = meters_a(conditions_.slave_space), tx_v = conditions_.tx_v;
    TxEdges edges{operating(tx_v, amperes).slave_v, operating(0.0, amperes).slave_v, {}, {}, {}, {}};
    // Long enough for nothing but R8 to do it, with a margin for the overshoot at the end.
    const double bleed_a = conditions_.supply_v / 220e3;
    const double fall_s =
        20e-6 + 1.5 * (bus_farad() + 100e-12) * (edges.mark_v - edges.space_v) / (amperes + 0.7 * bleed_a);
    const double rise_s = 10e-6 + 60 * bus_farad() + 12 * conditions_.cable_m * line_s_per_m;
    const SpicePoints still{amperes};
    const double zero_s = before_edge_s + tx_ramp_s / 2;
    SpicePoints down{tx_v}, up{0.0};
    down.ramp(before_edge_s, tx_ramp_s, 0.0);
    up.ramp(before_edge_s, tx_ramp_s, tx_v);
    const auto fall = edge(down, still, fall_s), rise = edge(up, still, rise_s);
    edges.slave_fall = column(fall, slave, zero_s);
    edges.rx_fall = column(fall, rx, zero_s);
    edges.slave_rise = column(rise, slave, zero_s);
    edges.rx_rise = column(rise, rx, zero_s);
    if (circuit_->parts.find("s") >= 0) {
        const auto sense = column(rise, s, 0.0).volts;
        edges.sense_peak_v = *std::max_element(sense.begin(), sense.end());
    }
    return edges;
}

SlaveEdges SpiceRig::slave_edges() {
    const double tx_v = conditions_.tx_v, idle = meters_a(false), space = meters_a(true);
    SlaveEdges edges{operating(tx_v, idle), operating(tx_v, space), {}, {}};
    const double length_s = 15e-6 + 60 * bus_farad() + 12 * conditions_.cable_m * line_s_per_m;
    const auto wave = [&](double from, double to) {
        SpicePoints meters{from};
        meters.ramp(before_edge_s, slave_ramp_s, to);
        return column(edge(SpicePoints{tx_v}, meters, length_s), rx, before_edge_s + slave_ramp_s / 2);
    };
    edges.rx_on = wave(idle, space);
    edges.rx_off = wave(space, idle);
    return edges;
}

TrafficSeen SpiceRig::run(const Traffic& traffic) {
    SpicePoints tx{conditions_.tx_v}, meters{meters_a(false)};
    const auto seconds = [](Nanoseconds at) { return seconds_between(Nanoseconds{0}, at); };
    for (const auto& change : traffic.tx) tx.ramp(seconds(change.at), tx_ramp_s, change.level ? conditions_.tx_v : 0.0);
    for (const auto& change : traffic.slave) meters.ramp(seconds(change.at), slave_ramp_s, meters_a(!change.level));
    const auto rows =
        results(tx.text(), meters.text(), fmt::format("tran 5u {:.10g} 0 20u", seconds(traffic.end)), 1e-5);
    const auto crossings = [&](Column index, double level_v) {
        const Waveform wave = column(rows, index, 0.0);
        std::vector<LevelChange> changes;
        bool above = wave.volts.front() >= level_v;
        for (std::size_t i = 1; i < wave.volts.size(); ++i) {
            if ((wave.volts[i] >= level_v) == above) continue;
            above = !above;
            const double share = (level_v - wave.volts[i - 1]) / (wave.volts[i] - wave.volts[i - 1]);
            changes.push_back(
                {after(Nanoseconds{0}, wave.time_s[i - 1] + share * (wave.time_s[i] - wave.time_s[i - 1])), above});
        }
        return changes;
    };
    TrafficSeen seen;
    for (const double level_v : traffic.slave_levels_v) seen.slave.push_back(crossings(slave, level_v));
    seen.rx = crossings(rx, traffic.rx_level_v);
    return seen;
}

}  // namespace

std::unique_ptr<Rig> spice_rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit,
                               RunSpice run) {
    return std::make_unique<SpiceRig>(conditions, circuit, std::move(run));
}

}  // namespace otbench::circuit
