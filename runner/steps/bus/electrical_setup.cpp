#include "runner/steps/bus/electrical_setup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/event_kinds.hpp"
#include "runner/language/converter_models.hpp"
#include "sim/bus_segment.hpp"

namespace otbench::runner {
namespace {

using circuit::electrical_parameters;
using circuit::ElectricalForm;
using circuit::ElectricalParameter;
using circuit::Electrics;

/// "r3=21000 r5=86.1 r7=open"
std::string resistors_text(const std::map<std::string, double>& resistors) {
    std::string text;
    for (const auto& [name, ohm] : resistors) {
        if (!text.empty()) text += ' ';
        text += std::isinf(ohm) ? fmt::format("{}=open", name) : fmt::format("{}={:g}", name, ohm);
    }
    return text;
}

/// "q1 q3"
std::string transistors_text(const std::set<std::string>& names) {
    return fmt::format("{}", fmt::join(names, " "));
}

EventField field_of(const ElectricalParameter& parameter, const Electrics& electrics) {
    using Form = ElectricalForm;
    switch (parameter.form) {
        case Form::resistance_or_open: return {parameter.field, 1 / parameter.get(electrics)};
        case Form::flag: return {parameter.field, parameter.get(electrics) != 0.0};
        case Form::resistors: return {parameter.field, resistors_text(electrics.converter.resistors)};
        case Form::transistors: return {parameter.field, transistors_text(electrics.converter.shorted_transistors)};
        case Form::quantity:
        case Form::duration: break;
    }
    return {parameter.field, parameter.get(electrics)};
}

/// What drives the converter's TX: "boiler.gpio15", the port it is at, a bridge, or nothing.
std::string input_of(const Bus& bus) {
    for (const Bridge& bridge : bus.bridges)
        if (bridge.settings.role == sim::BridgeRole::master) return bridge.settings.name;
    const Converter& converter = bus.converter;
    if (!converter.port && converter.tx.gpio < 0) return {};
    if (!converter.port) return fmt::format("{}.gpio{}", converter.tx.device, converter.tx.gpio);
    return converter.port->device + (converter.port->kind == SerialPort::Kind::hat ? ".hat" : ".mezzanine");
}

/// The names of a bus's bridges as slaves in the trace.
std::vector<std::string> slave_bridges(const Bus& bus) {
    std::vector<std::string> names;
    for (const Bridge& bridge : bus.bridges)
        if (bridge.settings.role == sim::BridgeRole::slave) names.push_back(bridge.settings.name);
    return names;
}

}  // namespace

std::shared_ptr<const meters::Profile> load_profile(const Scenario& scenario, const Meter& meter,
                                                    const meters::ProfileIndex& index) {
    auto profile = index.load(meter.profile);
    if (profile) return *profile;
    throw std::runtime_error{fmt::format("{}: meter '{}': {}", to_string(meter.at, scenario.path), meter.name,
                                         to_string(profile.error().front()))};
}

circuit::SlaveParameters slave_parameters(const Meter& meter, const meters::Profile& profile) {
    circuit::SlaveParameters parameters;
    parameters.unit_loads = meter.unit_loads.value_or(profile.unit_loads);
    if (meter.space_current_a) parameters.space_current_a = *meter.space_current_a;
    if (meter.receive_threshold_v) parameters.receive_threshold_v = *meter.receive_threshold_v;
    if (meter.distance_m) parameters.distance_m = *meter.distance_m;
    return parameters;
}

std::vector<circuit::SlaveParameters> slave_bridge_parameters(const Bus& bus) {
    std::vector<circuit::SlaveParameters> slaves;
    for (const Bridge& bridge : bus.bridges) {
        if (bridge.settings.role != sim::BridgeRole::slave) continue;
        slaves.emplace_back();
        slaves.back().unit_loads = bridge.unit_loads;
    }
    return slaves;
}

circuit::Installation installation_of(const Scenario& scenario, const Bus& bus,
                                      const std::vector<std::filesystem::path>& profile_folders) {
    circuit::Installation installation;
    installation.converter = bus.electrics.converter;
    installation.cable = bus.electrics.cable;
    const meters::ProfileIndex index{profile_folders};
    for (const Meter& meter : bus.meters)
        installation.slaves.push_back(slave_parameters(meter, *load_profile(scenario, meter, index)));
    for (const auto& bridge : slave_bridge_parameters(bus)) installation.slaves.push_back(bridge);
    return installation;
}

void apply_electrics(Execution& run, RunningBus& bus, Cause cause) {
    circuit::DisturbanceParameters disturbance = bus.electrics.disturbance;
    disturbance.seed = run.scenario.seed;
    bus.segment->disturb(disturbance, cause);
    bus.segment->set_tx_connected(!bus.electrics.input.floats, cause);
}

void change_electrics(Execution& run, RunningBus& bus, const ElectricalChange& change) {
    change.apply_to(bus.electrics);
    bus.segment->reconfigure(bus.electrics.converter, bus.electrics.cable, run.step_event);
    apply_electrics(run, bus, run.step_event);
    record_installation(run, bus);
}

void record_installation(Execution& run, const RunningBus& running) {
    const Bus& bus = *running.description;
    const Electrics& electrics = running.electrics;
    const Nanoseconds at = run.bench.time();
    std::vector<EventField> fields{{"converter", std::string{description_of(electrics.converter.model).name}},
                                   {"tx", input_of(bus)}};
    for (const ElectricalParameter& parameter : electrical_parameters())
        if (!parameter.field.empty()) fields.push_back(field_of(parameter, electrics));
    fields.emplace_back("disturbed", !electrics.disturbance.is_quiet());
    run.bench.log().record_from(bus.name, at, event::installation, Cause::none, fields);

    for (std::size_t i = 0; i < running.slaves.size(); ++i) record_transceiver(run, running, i);
}

void record_transceiver(Execution& run, const RunningBus& running, std::size_t index) {
    const Bus& bus = *running.description;
    const auto& slave = running.slaves.at(index);
    const std::string name =
        index < bus.meters.size() ? bus.meters[index].name : slave_bridges(bus).at(index - bus.meters.size());
    run.bench.log().record_from(name, run.bench.time(), event::transceiver, Cause::none,
                                {{"unit_loads", slave.unit_loads},
                                 {"space_current_a", slave.space_current_a},
                                 {"receive_threshold_v", slave.receive_threshold_v},
                                 {"input_farad", slave.input_farad},
                                 {"distance_m", std::min(slave.distance_m, running.electrics.cable.length_m)}});
}

}  // namespace otbench::runner
