#pragma once

#include <memory>

#include "meters/meter.hpp"
#include "meters/profile/profile_index.hpp"
#include "runner/steps/execution.hpp"

namespace otbench::runner {

/// Opens an endpoint, whose place in the file is `at`. Throws `EnvironmentError`.
sim::Bridge& open_bridge(Execution& run, const sim::BridgeSettings& settings, const Position& at);

/// A meter of a scenario, on no bus so far. Throws `std::runtime_error` with one line when a setting is invalid.
[[nodiscard]] std::unique_ptr<meters::Meter> make_meter(const Scenario& scenario, const Meter& description,
                                                        std::shared_ptr<const meters::Profile> profile);

/// Builds a bus of the run's scenario with its meters and bridges, and wires it to its device. Throws as `build`.
void build_bus(Execution& run, const Bus& description, const meters::ProfileIndex& index);

}  // namespace otbench::runner
