#include "firmware_model/flash.hpp"

namespace otbench::firmware {
namespace {

// Longest reason that a command shows; an erased flash reads as that many FF (spec: firmware, section 4.1).
constexpr std::size_t reason_length = 47;

}  // namespace

Flash Flash::of(const DeviceConfig& config) {
    Flash flash;
    flash.boot_slot = config.boot_slot;
    flash.reboot_reason.assign(reason_length, '\xff');
    if (config.blank_flash) return flash;

    StoredConfig& stored = flash.config.emplace();
    stored.ssid = config.wifi_ssid;
    stored.password = config.wifi_password;
    stored.mqtt_server = config.mqtt_server;
    stored.mqtt_port = config.mqtt_port;
    stored.mqtt_user = config.mqtt_user;
    stored.mqtt_password = config.mqtt_password;
    stored.domain = config.domain;
    stored.locations = config.locations;
    return flash;
}

}  // namespace otbench::firmware
