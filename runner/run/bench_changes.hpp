#pragma once

#include <string>
#include <vector>

#include "meters/profile/profile_index.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

// Changes to a bench while it runs, which its trace and its scenario get, too. `scenario` is that of `run`; names are
// checked by the caller. What throws has changed nothing.

/// Connects meters to a bus; they have power from now on. Throws `std::runtime_error` with one line when a profile or a
/// setting is invalid.
void connect_meters(Execution& run, Scenario& scenario, const std::string& bus, const std::vector<Meter>& meters,
                    const meters::ProfileIndex& index);
/// Disconnects a meter, also in the middle of its answer.
void disconnect_meter(Execution& run, Scenario& scenario, const std::string& name);

/// Builds a bus with all that it has. Throws as `build`.
void connect_bus(Execution& run, Scenario& scenario, Bus bus, const meters::ProfileIndex& index);
/// Takes a bus without meters and devices away; peers of its bridges are disconnected.
void disconnect_bus(Execution& run, Scenario& scenario, const std::string& name);

}  // namespace otbench::runner
