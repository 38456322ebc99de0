#pragma once

#include "meters/profile.hpp"
#include "meters/yaml_fields.hpp"

namespace otbench::meters {

/// The readouts under `telegrams`, or `records` where there is one telegram, and under `readouts`. `id` is what records
/// show that follow it.
[[nodiscard]] std::vector<ProfileReadout> read_readouts(YamlFields& profile, const std::string& id, YamlErrors& errors);

/// A telegram: a mapping with `records`, `counters` or `octets`.
[[nodiscard]] ProfileTelegram read_telegram(const YAML::Node& node, const std::string& id, YamlErrors& errors);

}  // namespace otbench::meters
