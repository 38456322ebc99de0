#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace otbench::firmware {

/// A DS18B20 temperature sensor on the one-wire bus.
struct Ds18b20 {
    std::string address;         ///< as the firmware writes it: `28-` and twelve hexadecimal digits
    double temperature = 20;     ///< degrees Celsius; the firmware reads it in sixteenths
    bool present = true;         ///< false: unplugged, does not answer
    int corrupted_readings = 0;  ///< how many of the next readings fail their checksum
};

/// A PCA9685 with 16 outputs on two pins of its own.
struct Pca9685 {
    int sda;
    int scl;
    std::uint8_t address = 0x40;        ///< I2C, 7 bits
    std::array<bool, 16> outputs = {};  ///< which are on
};

/// What is plugged onto a device from outside. Restarts of the device do not change it.
struct AttachedParts {
    std::vector<Ds18b20> sensors;
    std::vector<Pca9685> led_drivers;

    /// The sensor of this address, if it is present.
    [[nodiscard]] Ds18b20* find_sensor(const std::string& address) {
        for (auto& sensor : sensors) {
            if (sensor.present && sensor.address == address) return &sensor;
        }
        return nullptr;
    }
    /// The chip that answers to `address` on these pins; null when there is none.
    [[nodiscard]] Pca9685* find_led_driver(int sda, int scl, std::uint8_t address) {
        for (auto& driver : led_drivers) {
            if (driver.sda == sda && driver.scl == scl && driver.address == address) return &driver;
        }
        return nullptr;
    }
};

}  // namespace otbench::firmware
