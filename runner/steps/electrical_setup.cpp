#include "runner/steps/electrical_setup.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "runner/language/converter_models.hpp"

namespace otbench::runner {
namespace {

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

/// What drives the converter's TX: "boiler.gpio15", the port it is at, a bridge, or nothing.
std::string input_of(const Bus& bus) {
    for (const Bridge& bridge : bus.bridges)
        if (bridge.settings.role == sim::BridgeRole::master) return bridge.settings.name;
    const Converter& converter = bus.converter;
    if (!converter.port && converter.tx.gpio < 0) return {};
    if (!converter.port) return fmt::format("{}.gpio{}", converter.tx.device, converter.tx.gpio);
    return converter.port->device + (converter.port->kind == SerialPort::Kind::hat ? ".hat" : ".mezzanine");
}

}  // namespace

std::shared_ptr<const meters::Profile> load_profile(const Scenario& scenario, const Meter& meter,
                                                    const meters::ProfileIndex& index) {
    auto profile = index.load(meter.profile);
    if (profile) return *profile;
    throw std::runtime_error{fmt::format("{}:{}:{}: meter '{}': {}", scenario.path, meter.at.line, meter.at.column,
                                         meter.name, to_string(profile.error().front()))};
}

circuit::ConverterParameters converter_parameters(const Converter& converter) {
    circuit::ConverterParameters parameters;
    parameters.model = converter.model;
    parameters.supply_v = converter.supply_v;
    parameters.supply_resistance_ohm = converter.supply_resistance_ohm;
    parameters.temperature_c = converter.temperature_c;
    parameters.resistors = converter.resistors;
    parameters.shorted_transistors = converter.shorted_transistors;
    return parameters;
}

circuit::CableParameters cable_parameters(const Cable& cable) {
    circuit::CableParameters parameters;
    parameters.length_m = cable.length_m;
    parameters.ohm_per_m = cable.ohm_per_m;
    parameters.farad_per_m = cable.farad_per_m;
    parameters.extra_farad = cable.extra_farad;
    parameters.leak_ohm = cable.leak_ohm;
    parameters.cut = cable.cut;
    return parameters;
}

circuit::DisturbanceParameters disturbance_parameters(const Converter& converter, const Cable& cable,
                                                      std::uint64_t seed) {
    circuit::DisturbanceParameters parameters;
    parameters.ripple_v = converter.ripple_v;
    parameters.ripple_hz = converter.ripple_hz;
    parameters.noise_v = cable.noise_v;
    parameters.noise_hz = cable.noise_hz;
    parameters.spike_v = cable.spike_v;
    parameters.spikes_per_s = cable.spike_v > 0 ? cable.spikes_hz : 0.0;
    parameters.spike_s = std::chrono::duration<double>(cable.spike_duration).count();
    parameters.seed = seed;
    return parameters;
}

circuit::SlaveParameters slave_parameters(const Meter& meter, const meters::Profile& profile) {
    circuit::SlaveParameters parameters;
    parameters.unit_loads = meter.unit_loads.value_or(profile.unit_loads);
    if (meter.space_current_a) parameters.space_current_a = *meter.space_current_a;
    if (meter.receive_threshold_v) parameters.receive_threshold_v = *meter.receive_threshold_v;
    if (meter.distance_m) parameters.distance_m = *meter.distance_m;
    return parameters;
}

std::vector<std::string> slave_bridges(const Bus& bus) {
    std::vector<std::string> names;
    for (const Bridge& bridge : bus.bridges)
        if (bridge.settings.role == sim::BridgeRole::slave) names.push_back(bridge.settings.name);
    return names;
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

circuit::Installation installation_of(const Scenario& scenario,
                                      const std::vector<std::filesystem::path>& profile_folders) {
    circuit::Installation installation;
    if (!scenario.bus) return installation;
    installation.converter = converter_parameters(scenario.bus->converter);
    installation.cable = cable_parameters(scenario.bus->cable);
    const meters::ProfileIndex index{profile_folders};
    for (const Meter& meter : scenario.bus->meters)
        installation.slaves.push_back(slave_parameters(meter, *load_profile(scenario, meter, index)));
    for (const auto& bridge : slave_bridge_parameters(*scenario.bus)) installation.slaves.push_back(bridge);
    return installation;
}

void record_installation(sim::EventLog& log, Nanoseconds at, const Bus& bus,
                         const circuit::Installation& installation) {
    const auto& [converter, cable, slaves] = installation;
    log.record_from("bus", at, "installation", Cause::none,
                    {{"converter", std::string{description_of(bus.converter.model).name}},
                     {"tx", input_of(bus)},
                     {"supply_v", converter.supply_v},
                     {"supply_ohm", converter.supply_resistance_ohm},
                     {"temperature_c", converter.temperature_c},
                     {"tx_high_v", converter.tx_high_v},
                     {"resistors", resistors_text(converter.resistors)},
                     {"shorted", transistors_text(converter.shorted_transistors)},
                     {"cable_m", cable.length_m},
                     {"ohm_per_m", cable.ohm_per_m},
                     {"farad_per_m", cable.farad_per_m},
                     {"henry_per_m", cable.henry_per_m},
                     {"extra_farad", cable.extra_farad},
                     {"leak_siemens", 1 / cable.leak_ohm},
                     {"cut", cable.cut},
                     {"tx_floats", bus.converter.tx_floats},
                     {"disturbed", bus.converter.ripple_v > 0 || bus.cable.noise_v > 0 || bus.cable.spike_v > 0}});
    std::vector<std::string> names;
    for (const Meter& meter : bus.meters) names.push_back(meter.name);
    for (const std::string& bridge : slave_bridges(bus)) names.push_back(bridge);
    for (std::size_t i = 0; i < slaves.size(); ++i) {
        const auto& slave = slaves[i];
        log.record_from(names.at(i), at, "transceiver", Cause::none,
                        {{"unit_loads", slave.unit_loads},
                         {"space_current_a", slave.space_current_a},
                         {"receive_threshold_v", slave.receive_threshold_v},
                         {"input_farad", slave.input_farad},
                         {"distance_m", std::min(slave.distance_m, cable.length_m)}});
    }
}

}  // namespace otbench::runner
