#pragma once

#include <map>
#include <string>

#include "base/checked.hpp"
#include "firmware_model/storage/device_config.hpp"

namespace otbench::firmware {

/// What a firmware in a process is told of its device beside board and MAC address, by name
/// (docs/dev/device-protocol.md).
std::map<std::string, std::string> settings_of(const DeviceConfig& config);

/// Puts the settings into `config`; skips names that it does not know. The error names a setting and its value.
Checked<void> apply_settings(DeviceConfig& config, const std::map<std::string, std::string>& settings);

}  // namespace otbench::firmware
