#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace otbench::firmware {
class BoardHardware;
class OtbIotDevice;
class PinBank;
}  // namespace otbench::firmware

namespace otbench::sim {

class HttpAccess;

/// Why a device cannot go on: a line for the user. Ends the simulation.
class DeviceError : public std::runtime_error {
public:
    enum class Origin : std::uint8_t {
        firmware,     ///< what was tested crashed, or a sanitizer reported it; the bench is sound
        program,      ///< it cannot be started, or does not keep to the protocol
        environment,  ///< what the device needs failed, such as the switch of its power
    };

    DeviceError(const std::string& what, Origin origin) : std::runtime_error(what), origin_(origin) {}
    [[nodiscard]] Origin origin() const { return origin_; }

private:
    Origin origin_;
};

/// The bench's view of a device under test: its command topic, its status topic, and its model if it has one.
/// The same scenario runs against every kind of device.
class DeviceUnderTest {
public:
    virtual ~DeviceUnderTest() = default;

    /// Twelve hex digits of the MAC address, or the contents of its board's EEPROM.
    [[nodiscard]] virtual std::string chip_id() const = 0;
    [[nodiscard]] virtual std::string command_topic() const = 0;
    [[nodiscard]] virtual std::string status_topic() const = 0;

    virtual void power_on() = 0;
    /// True once it has connected and subscribed, so that a command would reach it.
    [[nodiscard]] virtual bool ready() const = 0;

    /// What may have kept it from being ready, behind a message: "; its program ended 3 times, …". Empty: nothing
    /// known.
    [[nodiscard]] virtual std::string trouble() const { return {}; }

    /// The chip's pins, and what is on the board beside it.
    virtual firmware::PinBank& pins() = 0;
    virtual firmware::BoardHardware& hardware() = 0;
    /// The model, with its sensors and flash; null when the firmware runs elsewhere.
    virtual firmware::OtbIotDevice* model() = 0;
    /// Its HTTP port; null when the bench cannot reach it.
    virtual HttpAccess* http() { return nullptr; }

    /// The topic of a message by which it says that it is ready; empty when there is none.
    [[nodiscard]] virtual std::string ready_topic() const { return {}; }
    /// The bench's client has received a message.
    virtual void heard(const std::string& /*topic*/, const std::string& /*payload*/) {}
    /// In real time: looks after what it started.
    virtual void attend() {}
    /// The run is over, and time does not go on: what the device started may end in an orderly way.
    virtual void end() {}
};

}  // namespace otbench::sim
