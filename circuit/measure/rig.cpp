#include "circuit/measure/rig.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

#include "circuit/netlist/circuit_parts.hpp"

namespace otbench::circuit {

double Sweep::at(const std::vector<double>& voltage, double value) const {
    const auto above = std::upper_bound(input.begin(), input.end(), value);
    const auto high =
        std::clamp<std::ptrdiff_t>(above - input.begin(), 1, static_cast<std::ptrdiff_t>(input.size()) - 1);
    const auto i = static_cast<std::size_t>(high);
    const double share = (value - input[i - 1]) / (input[i] - input[i - 1]);
    return voltage[i - 1] + share * (voltage[i] - voltage[i - 1]);
}

std::optional<double> Sweep::input_at(const std::vector<double>& voltage, double level_v, bool down) const {
    const auto beyond = [&](double volts) { return down ? volts < level_v : volts > level_v; };
    if (voltage.empty() || beyond(voltage[0])) return std::nullopt;
    for (std::size_t i = 1; i < voltage.size(); ++i) {
        if (!beyond(voltage[i])) continue;
        return input[i - 1] + (input[i] - input[i - 1]) * (level_v - voltage[i - 1]) / (voltage[i] - voltage[i - 1]);
    }
    return std::nullopt;
}

std::optional<double> Rig::rx_threshold_a(double tx_v, double level_v) {
    const Sweep sweep = sweep_current(tx_v);
    return sweep.input_at(sweep.rx_v, level_v, true);
}

FaultParts fault_of(const Conditions& conditions) {
    auto fault = fault_parts(conditions.fault);
    if (!fault) throw std::invalid_argument{fmt::format("unknown fault '{}'", conditions.fault)};
    return *std::move(fault);
}

std::map<std::string, double> changed_resistors(const Conditions& conditions, const FaultParts& fault,
                                                const Circuit& circuit) {
    std::map<std::string, double> resistors = conditions.r_override;
    for (const auto& [name, ohm] : fault.resistors) resistors[name] = ohm;
    for (const auto& [name, ohm] : resistors) {
        static_cast<void>(ohm);
        if (!circuit.find(name))
            throw std::invalid_argument{fmt::format("unknown parameter '{}' of {}", name, circuit.netlist)};
    }
    return resistors;
}

std::shared_ptr<const Circuit> with_fault(const FaultParts& fault, const std::shared_ptr<const Circuit>& circuit) {
    const auto sound = circuit ? circuit : nominal_circuit();
    if (!fault.across_bus_ohm && fault.shorted_transistor.empty()) return sound;
    auto changed = std::make_shared<Circuit>(*sound);
    if (fault.across_bus_ohm) {
        auto& parts = changed->parts;
        parts.resistors.push_back({"across bus", parts.node("mbusp"), parts.node("mbusn"), *fault.across_bus_ohm});
    } else {
        changed->bridge(fault.shorted_transistor);
    }
    return changed;
}

}  // namespace otbench::circuit
