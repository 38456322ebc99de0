#pragma once

#include <array>
#include <optional>
#include <string>

#include "firmware_model/device_config.hpp"
#include "firmware_model/pin_bank.hpp"

namespace otbench::firmware {

/// The stored configuration (spec: firmware, section 9.9) as far as it is modelled.
struct StoredConfig {
    std::string ssid;
    std::string password;
    std::string mqtt_server;
    std::uint16_t mqtt_port = 1883;
    std::string mqtt_user;
    std::string mqtt_password;
    std::string domain;
    Locations locations;
    /// Levels that the free pins get once MQTT is initialised; high is only the default of GPIO2.
    std::array<bool, PinBank::count> boot_states = {false, false, true};
};

/// What survives a restart.
struct Flash {
    std::optional<StoredConfig> config;  ///< nothing: erased or damaged
    int boot_slot = 0;
    std::string reboot_reason;

    /// The flash of a device as it is delivered to the bench.
    static Flash of(const DeviceConfig& config);
};

}  // namespace otbench::firmware
