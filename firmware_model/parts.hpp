#pragma once

#include <string>
#include <vector>

namespace otbench::firmware {

/// A DS18B20 temperature sensor on the one-wire bus.
struct Ds18b20 {
    std::string address;         ///< as the firmware writes it: `28-` and twelve hexadecimal digits
    double temperature = 20;     ///< degrees Celsius; the firmware sees it in sixteenths
    bool present = true;         ///< false: unplugged, does not answer
    int corrupted_readings = 0;  ///< how many of the next readings fail their checksum
};

/// What is plugged onto a device from outside. Restarts of the device do not change it.
struct AttachedParts {
    std::vector<Ds18b20> sensors;

    /// The sensor of this address, if it is present.
    [[nodiscard]] Ds18b20* find_sensor(const std::string& address) {
        for (auto& sensor : sensors) {
            if (sensor.present && sensor.address == address) return &sensor;
        }
        return nullptr;
    }
};

}  // namespace otbench::firmware
