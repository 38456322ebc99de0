#include "circuit/netlist/circuit_parts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "circuit/netlist/circuit_file.hpp"
#include "circuit/netlist/conditions.hpp"
#include "circuit/nominal_parameters.hpp"

namespace otbench::circuit {
namespace {

// Parts that are cut or bridged still have a resistance.
constexpr double least_ohm = 1e-3;
constexpr double most_ohm = 1e12;

}  // namespace

const Circuit::Parameter* Circuit::find(const std::string& name) const {
    const auto found = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == name; });
    return found == parameters.end() ? nullptr : &*found;
}

void Circuit::set(const std::string& name, double value) {
    const Parameter* parameter = find(name);
    if (!parameter) throw std::invalid_argument{fmt::format("unknown parameter '{}' of {}", name, netlist)};
    if (!(value >= 0)) throw std::invalid_argument{fmt::format("{}: a resistance is zero, positive or open", name)};
    const double change = value - parameter->nominal;
    for (const auto& effect : parameter->effects) {
        for (auto& part : parts.resistors) {
            if (part.name == effect.part) part.ohm = std::clamp(part.ohm + effect.slope * change, least_ohm, most_ohm);
        }
        for (auto& part : parts.capacitors) {
            if (part.name == effect.part) part.farad = std::max(part.farad + effect.slope * change, 0.0);
        }
    }
}

void Circuit::bridge(const std::string& transistor) {
    const auto found = std::find_if(parts.transistors.begin(), parts.transistors.end(),
                                    [&](const auto& part) { return part.name == transistor; });
    if (found == parts.transistors.end())
        throw std::invalid_argument{fmt::format("unknown transistor '{}' of {}", transistor, netlist)};
    parts.resistors.push_back({"short " + transistor, found->collector, found->emitter, shorted_transistor_ohm});
}

std::shared_ptr<const Circuit> nominal_circuit() {
    static const auto nominal = std::make_shared<const Circuit>(read_circuit(nominal_parameters).value());
    return nominal;
}

}  // namespace otbench::circuit
