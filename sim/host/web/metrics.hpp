#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace otbench::sim {

/// Counters as Prometheus reads them (text format 0.0.4): `otbench_meter_frames_total` by bus, meter and kind of frame,
/// `otbench_bus_events_total` by bus and kind of event, `otbench_time_seconds`. Takes the results of `bench.describe`
/// and `counters`; names are escaped.
[[nodiscard]] std::string metrics_text(const nlohmann::json& bench, const nlohmann::json& counters);

}  // namespace otbench::sim
