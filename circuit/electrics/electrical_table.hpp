#pragma once

#include <boost/core/span.hpp>
#include <string_view>

#include "base/config/limits.hpp"
#include "circuit/electrics/electrics.hpp"

namespace otbench::circuit {

/// The mapping of a scenario file that has a parameter.
enum class ElectricalPart { converter, cable };

/// How a parameter is written in a scenario file and in a trace.
enum class ElectricalForm {
    quantity,
    resistance_or_open,  ///< a trace has the conductance, as JSON has no infinity
    duration,            ///< its member is in seconds
    flag,
    resistors,    ///< a mapping of resistors
    transistors,  ///< a mapping of transistors
};

/// One electrical parameter of converter or cable.
struct ElectricalParameter {
    ElectricalPart part;
    std::string_view key;    ///< in a scenario file; empty: it cannot be given there
    std::string_view field;  ///< of the event `installation`; empty: it is not there
    ElectricalForm form;
    config::Limits limits;      ///< what was measured, with room around it; no wording: none that need be stated
    std::string_view standard;  ///< the default, as a scenario file would have it
    bool changes;               ///< whether a step may change it in a running bus
    std::string_view help;

    /// The member, flags as 0 and 1. Null for parts.
    double (*get)(const Electrics& electrics);
    void (*set)(Electrics& electrics, double value);
};

/// All of them, in the order in which a trace has them: the only place with name, unit, limits, default, help and
/// member. Parser, schema, manual, trace, the reader of traces and `circuit --set` go through it.
[[nodiscard]] boost::span<const ElectricalParameter> electrical_parameters();

/// The one with that field in traces, which must exist.
[[nodiscard]] const ElectricalParameter& electrical_parameter(std::string_view field);

/// A value as a scenario file has it, checked against unit and limits.
[[nodiscard]] Checked<double> parse_electrical(const ElectricalParameter& parameter, std::string_view text);

}  // namespace otbench::circuit
