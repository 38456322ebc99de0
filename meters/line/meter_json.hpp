#pragma once

#include <nlohmann/json_fwd.hpp>

#include "meters/meter.hpp"

namespace otbench::meters {

/// A meter as the control interface shows it: `name`, `profile`, `address`, `baud`, `values` as it shows them at `now`,
/// `settings`, `faults`, `active_faults` and `counters`.
[[nodiscard]] nlohmann::json meter_json(Meter& meter, Nanoseconds now);

/// The faults of a meter that are not as in a meter without faults, by name.
[[nodiscard]] nlohmann::json active_faults_json(const Meter& meter);

}  // namespace otbench::meters
