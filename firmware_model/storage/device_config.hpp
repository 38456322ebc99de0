#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "firmware_model/storage/main_board.hpp"
#include "firmware_model/storage/options.hpp"

namespace otbench::firmware {

using Locations = std::array<std::string, 3>;

/// What was compiled into the firmware. The defaults are those of the reference recordings.
struct FirmwareBuild {
    std::string version = "v0_1_2";
    int number = 4242;
    std::string date = "May_20_2020";
    std::string time = "18_40_00";
    std::string sdk_version = "030000";
};

/// One device before its first power-on: the chip, its board, and the settings in its flash.
struct DeviceConfig {
    std::string mac = "5c:cf:7f:2a:b9:1c";  ///< station MAC; its hex digits are the chip id of a bare board
    const MainBoard* board = &bare_board();
    bool mbus_hat = false;     ///< an M-Bus Master hat is plugged on; only found on a board that takes one
    bool mbus_mezz = false;    ///< a mezzanine with an SC16IS752 is plugged on; only found on a board that takes one
    bool hat_expander = true;  ///< the hat has its port expander, without which it cannot power its bus
    bool blank_flash = false;  ///< true: erased, none of the settings below is stored

    std::string wifi_ssid = "testnet";
    std::string wifi_password = "testpass";
    std::string mqtt_server = "192.168.1.10";  ///< address or name
    std::uint16_t mqtt_port = 1883;
    std::string mqtt_user;
    std::string mqtt_password;
    std::string domain;  ///< suffix for a server name without one
    Locations locations;
    bool keep_ap_active = false;  ///< its own access point and form stay while it is connected
    bool mqtt_httpd = false;      ///< commands may come over HTTP

    int boot_slot = 0;      ///< 0 to 2
    int rssi = -61;         ///< dBm; 31 is the chip's error value
    int free_heap = 31272;  ///< octets
    int vdd33_raw = 3379;   ///< supply, 1/1024 V
    /// Octet 107 of the chip's own flash data; the supply can be measured only if it is FF (quirk Q59).
    std::uint8_t supply_calibration = 0xFF;
    Nanoseconds system_time_at_boot{};  ///< where the chip's own clock starts at each boot

    FirmwareBuild build;
    FirmwareOptions options;
};

}  // namespace otbench::firmware
