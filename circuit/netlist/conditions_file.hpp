#pragma once

#include <boost/system/result.hpp>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "circuit/netlist/conditions.hpp"

namespace otbench::circuit {

/// One entry of a file of circuit measurements.
struct ConditionsEntry {
    std::string id;
    std::string family;
    Conditions conditions;
};

/// What is wrong with such a file, as one line without its name.
struct ConditionsError {
    std::string message;
};
template <typename T>
using ConditionsResult = boost::system::result<T, ConditionsError>;

/// The entries of a file with the shape of the recorded measurements: `entries` of `id`, `conditions` and, where it is
/// not given above them, `family`; `nominal_parameters` stand for what conditions leave out. What is `measured` is not
/// looked at. With `own_parts` the circuit's resistors are its own, so that those of `nominal_parameters` are ignored.
ConditionsResult<std::vector<ConditionsEntry>> read_conditions(const nlohmann::json& file, bool own_parts);

/// Quantities as the files hold them: `{name: {value, unit}}`.
nlohmann::json to_json(const Quantities& quantities);

}  // namespace otbench::circuit
