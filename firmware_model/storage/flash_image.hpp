#pragma once

#include <string>

#include "firmware_model/storage/device_config.hpp"

namespace otbench::firmware {

/// What the flash chip of a device holds when it is delivered to the bench, as far as it is not erased: pieces
/// "ADDRESS:OCTETS" in hexadecimal digits with commas between, for example "6000:e201,3fc06b:ff"
/// (docs/dev/device-protocol.md, setting `flash`).
std::string flash_image(const DeviceConfig& config);

}  // namespace otbench::firmware
