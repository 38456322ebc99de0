#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "circuit/electrics/electrical_table.hpp"

namespace otbench::runner {

/// What becomes different at converter and cable; everything else stays.
struct ElectricalChange {
    std::vector<std::pair<const circuit::ElectricalParameter*, double>> values;
    std::map<std::string, std::optional<double>> resistors;  ///< "r5": ohm; without a value: nominal again
    std::map<std::string, bool> transistors;                 ///< "q2": shorted, or nominal again

    void apply_to(circuit::Electrics& electrics) const;
};

}  // namespace otbench::runner
