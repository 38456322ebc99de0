#pragma once

#include "meters/profile/profile.hpp"
#include "meters/profile/yaml_fields.hpp"

namespace otbench::meters {

/// The flags of `control`, a control field of answers.
[[nodiscard]] std::uint8_t read_control_flags(YamlFields& fields, YamlErrors& errors);

/// The readouts under `telegrams`, or `records` where there is one telegram, and under `readouts`. `id` is what records
/// show that follow it.
[[nodiscard]] std::vector<ProfileReadout> read_readouts(YamlFields& profile, const std::string& id, YamlErrors& errors);

/// A telegram: a mapping with `records`, `counters` or `octets`.
[[nodiscard]] ProfileTelegram read_telegram(const YAML::Node& node, const std::string& id, YamlErrors& errors);

}  // namespace otbench::meters
