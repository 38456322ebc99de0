#include "runner/language/electrical_change.hpp"

namespace otbench::runner {

void ElectricalChange::apply_to(circuit::Electrics& electrics) const {
    for (const auto& [parameter, value] : values) parameter->set(electrics, value);
    for (const auto& [name, ohm] : resistors) {
        electrics.converter.resistors.erase(name);
        if (ohm) electrics.converter.resistors.emplace(name, *ohm);
    }
    for (const auto& [name, shorted] : transistors) {
        electrics.converter.shorted_transistors.erase(name);
        if (shorted) electrics.converter.shorted_transistors.insert(name);
    }
}

}  // namespace otbench::runner
