#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "circuit/netlist/installation.hpp"
#include "meters/profile/profile_index.hpp"
#include "runner/language/electrical_change.hpp"
#include "runner/language/scenario.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// The transceivers of a bus's bridges as slaves, which follow those of its meters.
[[nodiscard]] std::vector<circuit::SlaveParameters> slave_bridge_parameters(const Bus& bus);

/// The profile of a scenario's meter. Throws `std::runtime_error` with one line when it cannot be read.
std::shared_ptr<const meters::Profile> load_profile(const Scenario& scenario, const Meter& meter,
                                                    const meters::ProfileIndex& index);

/// One meter of a scenario, as parameters of the circuit.
circuit::SlaveParameters slave_parameters(const Meter& meter, const meters::Profile& profile);

/// A bus of a scenario electrically; its meters in the order of the scenario. Throws `std::runtime_error` with one
/// line when a profile cannot be read.
circuit::Installation installation_of(const Scenario& scenario, const Bus& bus,
                                      const std::vector<std::filesystem::path>& profile_folders);

/// Applies `bus.electrics` to the running bus, except for its constant parameters.
void apply_electrics(Execution& run, RunningBus& bus, Cause cause);
/// Changes converter and cable of the running bus, and leaves that in the trace.
void change_electrics(Execution& run, RunningBus& bus, const ElectricalChange& change);

/// Leaves in the trace what the bus is made of from now on: an event `installation`, and a `transceiver` for each
/// meter, so that the run can be held against ngspice later (docs/user/traces.md).
void record_installation(Execution& run, const RunningBus& bus);
/// The event `transceiver` of one of its slaves.
void record_transceiver(Execution& run, const RunningBus& bus, std::size_t index);

}  // namespace otbench::runner
