#pragma once

#include <string>

#include "runner/steps/step_support.hpp"

namespace otbench::runner {

/// A step at one of the buses of its scenario.
struct BusStep : StepAction {
    std::string bus;  ///< by its name

    [[nodiscard]] RunningBus& running(Execution& run) const { return run.buses.at(bus); }
};

/// Takes the bus of a step; null after a diagnostic at `verb`.
inline const Bus* read_bus(const Mapping& step, std::string_view verb, const Context& context, BusStep& action) {
    const Bus* bus = parts::parse_step_bus(step, verb, context);
    if (bus != nullptr) action.bus = bus->name;
    return bus;
}

/// The key of such a step.
inline constexpr Key bus_key{"bus", types::bus_name, optional, "The bus; required if the scenario has several.", "", 2};

}  // namespace otbench::runner
