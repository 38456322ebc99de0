#pragma once

#include "base/config/yaml_reader.hpp"
#include "meters/profile/profile.hpp"

namespace otbench::meters {

/// The flags of `control`, a control field of answers.
[[nodiscard]] std::uint8_t read_control_flags(const config::Mapping& fields);

/// The readouts under `telegrams`, or `records` where there is one telegram, and under `readouts`. `id` is what records
/// show that follow it.
[[nodiscard]] std::vector<ProfileReadout> read_readouts(const config::Mapping& fields, const std::string& id,
                                                        config::Diagnostics& errors);

/// Class 1 data: a mapping with `records`, `counters` or `octets`.
[[nodiscard]] ProfileTelegram read_alarm(const config::YamlNode& node, const std::string& id,
                                         config::Diagnostics& errors);

}  // namespace otbench::meters
