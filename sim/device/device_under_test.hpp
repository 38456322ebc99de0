#pragma once

#include <string>

namespace otbench::firmware {
class OtbIotDevice;
}

namespace otbench::sim {

class HttpAccess;

/// A device under test as the bench sees it: where it listens, where it speaks, and the model behind it if it is one.
/// The same scenario runs against every kind of device.
class DeviceUnderTest {
public:
    virtual ~DeviceUnderTest() = default;

    /// Twelve hex digits of the MAC address, or what its board's EEPROM says.
    [[nodiscard]] virtual std::string chip_id() const = 0;
    [[nodiscard]] virtual std::string command_topic() const = 0;
    [[nodiscard]] virtual std::string status_topic() const = 0;

    virtual void power_on() = 0;
    /// True once it has connected and subscribed, so that a command would reach it.
    [[nodiscard]] virtual bool ready() const = 0;

    /// The model, with its pins, parts and flash; null when the device is a real one.
    virtual firmware::OtbIotDevice* model() = 0;
    /// Its HTTP port; null when the bench cannot reach it.
    virtual HttpAccess* http() { return nullptr; }
};

}  // namespace otbench::sim
