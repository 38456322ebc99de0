#include "circuit/netlist/conditions.hpp"

#include <algorithm>
#include <cctype>

#include "circuit/solver/spice_number.hpp"

namespace otbench::circuit {
namespace {

constexpr double bus_short_ohm = 0.1;  // as in the recordings

}  // namespace

std::optional<FaultParts> fault_parts(const std::string& name) {
    FaultParts parts;
    const auto ends_with = [&](const std::string& tail) {
        return name.size() > tail.size() && name.compare(name.size() - tail.size(), tail.size(), tail) == 0;
    };
    const std::string leak = "bus_leak_";
    if (name == "none" || name.empty()) return parts;
    if (name == "bus_short") {
        parts.across_bus_ohm = bus_short_ohm;
    } else if (name.compare(0, leak.size(), leak) == 0) {
        parts.across_bus_ohm = spice_number(name.substr(leak.size()));
        if (!parts.across_bus_ohm || *parts.across_bus_ohm <= 0) return std::nullopt;
    } else if (ends_with("_ce_short")) {
        parts.shorted_transistor = name.substr(0, name.find('_'));
    } else if (name[0] == 'r' && ends_with("_open")) {
        parts.resistors[name.substr(0, name.find('_'))] = open_ohm;
    } else if (name[0] == 'r' && ends_with("_short")) {
        parts.resistors[name.substr(0, name.find('_'))] = short_ohm;
    } else {
        return std::nullopt;
    }
    return parts;
}

}  // namespace otbench::circuit
