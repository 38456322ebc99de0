#pragma once

#include <string>
#include <string_view>

#include "firmware_model/storage/stored_config.hpp"

namespace otbench::firmware {

/// The form on which a person configures the device (spec: firmware, section 9.8). Of the page itself only the names of
/// its fields are specified; its look is the model's own.
[[nodiscard]] std::string portal_page(const StoredConfig& config);

/// Stores what `body` (application/x-www-form-urlencoded) changes and seals `config`; true when that is anything.
/// Fields that are missing, unknown or out of range change nothing; a text is cut to what its field holds.
[[nodiscard]] bool apply_portal_form(StoredConfig& config, std::string_view body);

}  // namespace otbench::firmware
