#pragma once

#include <nlohmann/json_fwd.hpp>

#include "meters/meter.hpp"

namespace otbench::meters {

/// A meter as the control interface shows it: `name`, `profile`, `address`, `baud`, `values` as it shows them at `now`,
/// `settings` and `counters`.
[[nodiscard]] nlohmann::json meter_json(Meter& meter, Nanoseconds now);

}  // namespace otbench::meters
