#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace otbench::sim {

/// The bench as Prometheus reads it (text format 0.0.4): `otbench_meter_frames_total` by bus, meter and kind of frame,
/// `otbench_meter_active_faults` by bus and meter, `otbench_meter_fault` also by fault, `otbench_bus_events_total` by
/// bus and kind of event, and the times that the bench tells. Takes the results of `bench.describe` and `counters`;
/// names are escaped.
[[nodiscard]] std::string metrics_text(const nlohmann::json& bench, const nlohmann::json& counters);

}  // namespace otbench::sim
