#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "circuit/measure/rig.hpp"

namespace otbench::circuit {
namespace {

/// A transient as points, close enough for straight lines: those of its steps, and three between where it bends.
Waveform sampled(Trajectory& transient, const Probe& probe, double shift_s) {
    constexpr int most_pieces = 4;
    constexpr double straight_v = 500e-6;
    transient.complete();
    Waveform wave;
    const auto& times = transient.times();
    for (std::size_t i = 0; i + 1 < times.size(); ++i) {
        const double chord_v = 0.5 * (transient.voltage_at(probe, i) + transient.voltage_at(probe, i + 1));
        const double middle_v = transient.voltage_after(i, probe, 0.5 * (times[i] + times[i + 1]));
        const int pieces = std::abs(middle_v - chord_v) < straight_v ? 1 : most_pieces;
        for (int k = 0; k < pieces; ++k) {
            const double time_s = times[i] + (times[i + 1] - times[i]) * k / pieces;
            wave.time_s.push_back(time_s - shift_s);
            wave.volts.push_back(transient.voltage_after(i, probe, time_s));
        }
    }
    return wave;
}

class ModelRig : public Rig {
public:
    ModelRig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit);

    Operating operating(double tx_v, double meters_a) override;
    Sweep sweep_current(double tx_v) override;
    Sweep sweep_tx(double meters_a) override;
    std::optional<double> rx_threshold_a(double tx_v, double level_v) override;
    TxEdges tx_edges() override;
    SlaveEdges slave_edges() override;
    TrafficSeen run(const Traffic& traffic) override;

private:
    [[nodiscard]] NetworkState operating_point(double tx_v, double meters_a);
    [[nodiscard]] double volts(const NetworkState& state, const char* name) const;
    void add_transistors(Operating& point, const NetworkState& state) const;
    void add(Sweep& sweep, double input, const NetworkState& state) const;

    double across_bus_ohm_ = open_circuit;
    std::unique_ptr<Plant> plant_;
    NetworkState last_;
};

ModelRig::ModelRig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit) : Rig{conditions} {
    const auto& c = conditions;
    const FaultParts fault = fault_of(c);
    ConverterParameters converter;
    converter.supply_v = c.supply_v;
    converter.supply_resistance_ohm = c.supply_res_ohm;
    converter.temperature_c = c.temp_c;
    converter.tx_high_v = c.tx_v;
    converter.circuit = with_fault(fault, circuit);
    converter.resistors = changed_resistors(c, fault, *converter.circuit);
    if (fault.across_bus_ohm) across_bus_ohm_ = *fault.across_bus_ohm;
    CableParameters cable;
    cable.length_m = c.cable_m;
    cable.ohm_per_m = c.cable_ohm_per_m;
    cable.farad_per_m = c.cable_farad_per_m;
    cable.extra_farad = c.cbus_f;
    plant_ = std::make_unique<Plant>(converter, cable, std::vector<Tap>{{c.cable_m, 0.0}});
}

NetworkState ModelRig::operating_point(double tx_v, double meters_a) {
    last_ = plant_->operating_point({tx_v, true, {meters_a}}, last_);
    return last_;
}

double ModelRig::volts(const NetworkState& state, const char* name) const {
    const auto index = plant_->schematic().find(name);
    return index < 0 ? unknown : state.v[static_cast<std::size_t>(index)];
}

Operating ModelRig::operating(double tx_v, double meters_a) {
    const NetworkState state = operating_point(tx_v, meters_a);
    Operating point;
    point.bus_v = plant_->voltage(state, plant_->terminals());
    point.slave_v = plant_->voltage(state, plant_->tap(0));
    point.mbusn_v = volts(state, "mbusn");
    point.rx_v = volts(state, "rx");
    point.b_v = volts(state, "b");
    point.s_v = volts(state, "s");
    point.bus_a = Network::sink_current(meters_a, point.slave_v) + point.bus_v / across_bus_ohm_;
    point.supply_a = (conditions_.supply_v - volts(state, "vbus36")) * plant_->supply_siemens();
    point.tx_a = (tx_v - volts(state, "tx")) * Plant::tx_siemens;
    add_transistors(point, state);
    return point;
}

void ModelRig::add_transistors(Operating& point, const NetworkState& state) const {
    const auto& parts = plant_->schematic();
    for (std::size_t i = 0; i < parts.transistors.size(); ++i) {
        const auto& part = parts.transistors[i];
        const auto currents = plant_->network().transistor_currents(i, state);
        const double watts = plant_->voltage(state, {part.collector, part.emitter}) * currents.collector_a +
                             plant_->voltage(state, {part.base, part.emitter}) * currents.base_a;
        if (part.name == "q1") {
            point.q1_collector_a = -currents.collector_a;
            point.q1_emitter_a = -currents.collector_a - currents.base_a;
            point.q1_w = watts;
        } else if (part.name == "q2") {
            point.q2_collector_a = currents.collector_a;
        } else if (part.name == "q3") {
            point.q3_base_a = currents.base_a;
            point.q3_w = watts;
        }
    }
    for (const auto& part : parts.resistors) {
        const double across_v = plant_->voltage(state, {part.a, part.b});
        if (part.name == "r5") point.r5_w = across_v * across_v / part.ohm;
    }
}

void ModelRig::add(Sweep& sweep, double input, const NetworkState& state) const {
    sweep.input.push_back(input);
    sweep.bus_v.push_back(plant_->voltage(state, plant_->terminals()));
    sweep.rx_v.push_back(volts(state, "rx"));
    sweep.s_v.push_back(volts(state, "s"));
    sweep.mbusn_v.push_back(volts(state, "mbusn"));
}

Sweep ModelRig::sweep_current(double tx_v) {
    Sweep sweep;
    const auto steps = std::lround(sweep_current_end_a / sweep_current_step_a);
    for (long i = 0; i <= steps; ++i) {
        const double amperes = static_cast<double>(i) * sweep_current_step_a;
        add(sweep, amperes, operating_point(tx_v, amperes));
    }
    return sweep;
}

Sweep ModelRig::sweep_tx(double meters_a) {
    Sweep sweep;
    const auto steps = std::lround(sweep_tx_end_v / sweep_tx_step_v);
    for (long i = 0; i <= steps; ++i) {
        const double tx_v = static_cast<double>(i) * sweep_tx_step_v;
        add(sweep, tx_v, operating_point(tx_v, meters_a));
    }
    return sweep;
}

/// A resting point costs little here, so that halving an interval beats a sweep.
std::optional<double> ModelRig::rx_threshold_a(double tx_v, double level_v) {
    constexpr double close_a = 1e-7;
    const auto low_at = [&](double amperes) { return volts(operating_point(tx_v, amperes), "rx") < level_v; };
    double low_a = 0, high_a = sweep_current_end_a;
    if (low_at(low_a) || !low_at(high_a)) return std::nullopt;
    while (high_a - low_a > close_a) {
        const double middle_a = 0.5 * (low_a + high_a);
        (low_at(middle_a) ? high_a : low_a) = middle_a;
    }
    return 0.5 * (low_a + high_a);
}

TxEdges ModelRig::tx_edges() {
    const double amperes = meters_a(conditions_.slave_space);
    const Drive mark{conditions_.tx_v, true, {amperes}}, space{0.0, true, {amperes}};
    const Probe slave = plant_->tap(0), rx = plant_->rx();
    TxEdges edges{plant_->voltage(plant_->operating_point(mark), slave),
                  plant_->voltage(plant_->operating_point(space), slave),
                  {},
                  {},
                  {},
                  {}};
    auto& fall = plant_->change(plant_->steady(mark), Nanoseconds{0}, space)->trajectory;
    auto& rise = plant_->change(plant_->steady(space), Nanoseconds{0}, mark)->trajectory;
    edges.slave_fall = sampled(fall, slave, tx_ramp_s / 2);
    edges.rx_fall = sampled(fall, rx, tx_ramp_s / 2);
    edges.slave_rise = sampled(rise, slave, tx_ramp_s / 2);
    edges.rx_rise = sampled(rise, rx, tx_ramp_s / 2);
    if (plant_->schematic().find("s") >= 0) {
        const auto sense = sampled(rise, plant_->node("s"), 0.0).volts;
        edges.sense_peak_v = *std::max_element(sense.begin(), sense.end());
    }
    return edges;
}

SlaveEdges ModelRig::slave_edges() {
    const double tx_v = conditions_.tx_v;
    const Drive idle{tx_v, true, {meters_a(false)}}, space{tx_v, true, {meters_a(true)}};
    SlaveEdges edges{operating(tx_v, meters_a(false)), operating(tx_v, meters_a(true)), {}, {}};
    const auto wave = [&](const Drive& from, const Drive& to) {
        return sampled(plant_->change(plant_->steady(from), Nanoseconds{0}, to)->trajectory, plant_->rx(),
                       slave_ramp_s / 2);
    };
    edges.rx_on = wave(idle, space);
    edges.rx_off = wave(space, idle);
    return edges;
}

TrafficSeen ModelRig::run(const Traffic& traffic) {
    bool tx = true, space = false;
    const auto drive = [&] { return Drive{tx ? conditions_.tx_v : 0.0, true, {meters_a(space)}}; };
    PlantRun run{*plant_, drive()};
    std::vector<std::size_t> watches;
    for (const double level_v : traffic.slave_levels_v) watches.push_back(run.watch(plant_->tap(0), level_v));
    const auto rx = run.watch(plant_->rx(), traffic.rx_level_v);
    auto next_tx = traffic.tx.begin();
    auto next_slave = traffic.slave.begin();
    while (next_tx != traffic.tx.end() || next_slave != traffic.slave.end()) {
        const bool by_tx =
            next_slave == traffic.slave.end() || (next_tx != traffic.tx.end() && next_tx->at <= next_slave->at);
        const LevelChange& change = by_tx ? *next_tx++ : *next_slave++;
        if (by_tx) {
            tx = change.level;
        } else {
            space = !change.level;
        }
        run.drive(change.at, drive());
    }
    run.run(traffic.end);
    TrafficSeen seen;
    for (const auto watch : watches) seen.slave.push_back(run.crossings(watch));
    seen.rx = run.crossings(rx);
    return seen;
}

}  // namespace

std::unique_ptr<Rig> model_rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit) {
    return std::make_unique<ModelRig>(conditions, circuit);
}

}  // namespace otbench::circuit
