#pragma once

#include <string>
#include <string_view>

#include "base/checked.hpp"
#include "sim/host/broker/broker_address.hpp"

namespace otbench::sim {

/// An M-Bus behind an otb-iot device: the broker, the device, and which of its interfaces leads to the bus.
///
/// "mqtt://broker/otb-iot/5ccf7f0b583b?serial=15,13,2400" (software UART: TX pin, RX pin, baud),
/// "mqtt://broker/otb-iot/5ccf7f0b583b?mezzanine=2400", "mqtt://broker/espi/1234?hat=2400". `mqtts` and options of the
/// broker, as `parse_broker_address` takes them, may follow: "mqtts://broker/espi/1234?hat=2400&ca=ca.pem".
struct DeviceAddress {
    enum class Interface : std::uint8_t { software_uart, mezzanine, hat };

    BrokerAddress broker;
    std::string root;  ///< the first segment of its topics: otb-iot or espi
    std::string chip;  ///< its chip id, the second one
    Interface interface = Interface::software_uart;
    int tx = 15, rx = 13;  ///< GPIOs of the software UART
    int baud = 2400;

    /// Whether `text` is of this kind, right or wrong.
    [[nodiscard]] static bool is_one(std::string_view text);
    /// "mqtt://broker:1883/otb-iot/5ccf7f0b583b", without credentials.
    [[nodiscard]] std::string description() const;
};

[[nodiscard]] Checked<DeviceAddress> parse_device_address(std::string_view text);

}  // namespace otbench::sim
