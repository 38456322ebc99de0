#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "circuit/netlist/installation.hpp"
#include "circuit/segment/disturbance.hpp"
#include "meters/profile/profile_index.hpp"
#include "runner/language/scenario.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::runner {

/// The transceivers of a bus's bridges as slaves, which follow those of its meters: their names in the trace.
[[nodiscard]] std::vector<std::string> slave_bridges(const Bus& bus);
/// And what they are like, in the same order.
[[nodiscard]] std::vector<circuit::SlaveParameters> slave_bridge_parameters(const Bus& bus);

/// The profile of a scenario's meter. Throws `std::runtime_error` with one line when it cannot be read.
std::shared_ptr<const meters::Profile> load_profile(const Scenario& scenario, const Meter& meter,
                                                    const meters::ProfileIndex& index);

/// What a scenario says of its converter, its cable and one of its meters, as parameters of the circuit.
circuit::ConverterParameters converter_parameters(const Converter& converter);
circuit::CableParameters cable_parameters(const Cable& cable);
/// And what is induced on top of its voltages; `seed` is the scenario's.
circuit::DisturbanceParameters disturbance_parameters(const Converter& converter, const Cable& cable,
                                                      std::uint64_t seed);
circuit::SlaveParameters slave_parameters(const Meter& meter, const meters::Profile& profile);

/// The bus of a scenario electrically; its meters in the order of the scenario. Throws `std::runtime_error` with one
/// line when a profile cannot be read.
circuit::Installation installation_of(const Scenario& scenario,
                                      const std::vector<std::filesystem::path>& profile_folders);

/// Leaves in the trace what the bus is made of from `at` on: an event `installation`, and a `transceiver` for each
/// meter, so that the run can be held against ngspice later (docs/user/traces.md).
void record_installation(sim::EventLog& log, Nanoseconds at, const Bus& bus, const circuit::Installation& installation);

}  // namespace otbench::runner
