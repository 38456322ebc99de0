#include "circuit/measure_rig.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace otbench::circuit {
namespace {

/// Index of a transistor; nothing when there is none of that name.
std::optional<std::size_t> transistor(const Plant& plant, const std::string& name) {
    const auto& list = plant.schematic().transistors;
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& part) { return part.name == name; });
    if (found == list.end()) return std::nullopt;
    return static_cast<std::size_t>(found - list.begin());
}

/// Low pulses in a course, up to its end.
Pulses low_pulses(Trajectory& course, const Probe& rx, double level_v) {
    Pulses pulses;
    double from_s = 0;
    while (const auto start = course.crossing(rx, level_v, 0.0, true, from_s)) {
        const auto end = course.crossing(rx, level_v, 0.0, false, *start);
        if (!end) break;
        pulses.push_back({*start - tx_ramp_s / 2, *end - tx_ramp_s / 2});
        from_s = *end;
    }
    return pulses;
}

std::optional<double> from_middle(std::optional<double> time_s, double ramp_s) {
    if (time_s) *time_s -= ramp_s / 2;
    return time_s;
}

std::shared_ptr<const Circuit> with_fault(const FaultParts& fault, const std::shared_ptr<const Circuit>& circuit) {
    if (!fault.across_bus_ohm && fault.shorted_transistor.empty()) return circuit;
    auto changed = std::make_shared<Circuit>(circuit ? *circuit : *nominal_circuit());
    auto& parts = changed->parts;
    if (fault.across_bus_ohm) {
        parts.resistors.push_back({"across bus", parts.node("mbusp"), parts.node("mbusn"), *fault.across_bus_ohm});
        return changed;
    }
    const auto found = std::find_if(parts.transistors.begin(), parts.transistors.end(),
                                    [&](const auto& part) { return part.name == fault.shorted_transistor; });
    if (found == parts.transistors.end()) {
        throw std::invalid_argument{
            fmt::format("{} has no transistor '{}'", changed->netlist, fault.shorted_transistor)};
    }
    parts.resistors.push_back({"short", found->collector, found->emitter, shorted_transistor_ohm});
    return changed;
}

}  // namespace

double Operating::node(const std::string& name) const {
    const auto index = plant->schematic().find(name);
    return index < 0 ? NAN : state.v[static_cast<std::size_t>(index)];
}

double Operating::resistor_w(const std::string& name) const {
    for (const auto& part : plant->schematic().resistors) {
        if (part.name != name) continue;
        const double volts = plant->voltage(state, {part.a, part.b});
        return volts * volts / part.ohm;
    }
    return NAN;
}

double Operating::collector_a(const std::string& name) const {
    const auto index = transistor(*plant, name);
    return index ? plant->network().transistor_currents(*index, state).collector_a : NAN;
}

double Operating::base_a(const std::string& name) const {
    const auto index = transistor(*plant, name);
    return index ? plant->network().transistor_currents(*index, state).base_a : NAN;
}

double Operating::emitter_a(const std::string& name) const {
    return -(collector_a(name) + base_a(name));
}

double Operating::transistor_w(const std::string& name) const {
    const auto index = transistor(*plant, name);
    if (!index) return NAN;
    const auto& part = plant->schematic().transistors[*index];
    return plant->voltage(state, {part.collector, part.emitter}) * collector_a(name) +
           plant->voltage(state, {part.base, part.emitter}) * base_a(name);
}

std::optional<double> TxEdges::fallen_by(double volts) const {
    return from_middle(fall->trajectory.crossing(slave, mark_v - volts, 0.0, true, 0.0), tx_ramp_s);
}

std::optional<double> TxEdges::risen_by(double volts) const {
    if (volts <= 0) return std::nullopt;
    return from_middle(rise->trajectory.crossing(slave, space_v + volts, 0.0, false, 0.0), tx_ramp_s);
}

std::optional<double> SlaveEdges::rx_falls_to(double volts) const {
    if (idle.rx_v < volts) return std::nullopt;
    return from_middle(on->trajectory.crossing(rx, volts, 0.0, true, 0.0), slave_ramp_s);
}

std::optional<double> SlaveEdges::rx_rises_to(double volts) const {
    if (space.rx_v > volts) return std::nullopt;
    return from_middle(off->trajectory.crossing(rx, volts, 0.0, false, 0.0), slave_ramp_s);
}

Rig::Rig(const Conditions& conditions, const std::shared_ptr<const Circuit>& circuit) : conditions_{conditions} {
    const auto& c = conditions;
    const auto fault = fault_parts(c.fault);
    if (!fault) throw std::invalid_argument{fmt::format("there is no fault '{}'", c.fault)};
    ConverterParameters converter;
    converter.supply_v = c.supply_v;
    converter.supply_resistance_ohm = c.supply_res_ohm;
    converter.temperature_c = c.temp_c;
    converter.tx_high_v = c.tx_v;
    converter.resistors = c.r_override;
    for (const auto& [name, ohm] : fault->resistors) converter.resistors[name] = ohm;
    converter.circuit = with_fault(*fault, circuit);
    if (fault->across_bus_ohm) across_bus_ohm_ = *fault->across_bus_ohm;
    CableParameters cable;
    cable.length_m = c.cable_m;
    cable.extra_farad = c.cbus_f;
    plant_ = std::make_unique<Plant>(converter, cable, std::vector<Tap>{{c.cable_m, 0.0}});
}

Drive Rig::drive(double tx_v, bool slave_space) const {
    const auto& c = conditions_;
    return {tx_v, true, {c.idle_a() + (slave_space ? c.space_a() : 0.0)}};
}

Operating Rig::operating(const Drive& drive) {
    Operating point;
    point.plant = plant_.get();
    point.state = last_ = plant_->rest(drive, last_);
    const auto& state = point.state;
    point.bus_v = plant_->voltage(state, plant_->terminals());
    point.slave_v = plant_->voltage(state, plant_->tap(0));
    point.mbusn_v = plant_->voltage(state, plant_->node("mbusn"));
    point.rx_v = plant_->voltage(state, plant_->rx());
    point.bus_a = Network::sink_current(drive.tap_a[0], point.slave_v) + point.bus_v / across_bus_ohm_;
    const double rail_v = plant_->voltage(state, plant_->node("vbus36"));
    point.supply_a = (conditions_.supply_v - rail_v) * plant_->supply_siemens();
    point.tx_a = (drive.tx_v - plant_->voltage(state, plant_->node("tx"))) * Plant::tx_siemens;
    return point;
}

Operating Rig::swept(double tx_v, double amperes) {
    return operating({tx_v, true, {amperes}});
}

TxEdges Rig::tx_edges(const Conditions& c) {
    const Drive mark = drive(c.tx_v, c.slave_space), space = drive(0.0, c.slave_space);
    TxEdges edges{};
    edges.slave = plant_->tap(0);
    edges.mark_v = plant_->voltage(plant_->rest(mark), edges.slave);
    edges.space_v = plant_->voltage(plant_->rest(space), edges.slave);
    edges.fall = plant_->change(plant_->resting(mark), Tick{0}, space);
    edges.rise = plant_->change(plant_->resting(space), Tick{0}, mark);
    const Probe rx = plant_->rx();
    constexpr double level_v = 1.65;
    edges.rx_high_at_rest =
        plant_->voltage(plant_->rest(mark), rx) > level_v && plant_->voltage(plant_->rest(space), rx) > level_v;
    if (edges.rx_high_at_rest) {
        edges.echoes_in_space = low_pulses(edges.fall->trajectory, rx, level_v);
        edges.echoes_in_mark = low_pulses(edges.rise->trajectory, rx, level_v);
    }
    edges.rise->trajectory.complete();
    edges.sense_peak_v = NAN;
    if (plant_->schematic().find("s") >= 0) {
        const Probe sense = plant_->node("s");
        for (std::size_t i = 0; i < edges.rise->trajectory.times().size(); ++i) {
            edges.sense_peak_v = std::fmax(edges.sense_peak_v, edges.rise->trajectory.voltage_at(sense, i));
        }
    }
    return edges;
}

SlaveEdges Rig::slave_edges(const Conditions& c) {
    const Drive idle = drive(c.tx_v, false), space = drive(c.tx_v, true);
    SlaveEdges edges;
    edges.idle = operating(idle);
    edges.space = operating(space);
    edges.rx = plant_->rx();
    edges.on = plant_->change(plant_->resting(idle), Tick{0}, space);
    edges.off = plant_->change(plant_->resting(space), Tick{0}, idle);
    return edges;
}

}  // namespace otbench::circuit
