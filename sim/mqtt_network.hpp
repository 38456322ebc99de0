#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "firmware_model/hardware/alarms.hpp"
#include "firmware_model/network/network_delays.hpp"
#include "firmware_model/network/network_port.hpp"
#include "sim/http_access.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt/packet_faults.hpp"
#include "sim/trace/event_log.hpp"

namespace otbench::sim {

/// Joins devices and the bench's own client to one broker, and gives what the broker does its virtual time.
///
/// The broker processes a packet at the instant a client sends it; its answer arrives after the network's delay. All
/// delays are constant, so packets arrive in the order in which clients send them.
class MqttNetwork {
public:
    using MessageListener = std::function<void(const MqttMessage& message, Cause cause)>;

    MqttNetwork(Broker& broker, firmware::Alarms& alarms, EventLog& log);
    ~MqttNetwork();

    /// A device's place in the network, as the device and as its HTTP clients see it.
    struct Station {
        firmware::NetworkPort& port;
        HttpAccess& http;
    };
    /// Lives as long as this object. `name`: that of no other device.
    Station add_device(const std::string& name);

    /// The bench's own client. A published message is recorded by the caller, whose event is `cause`.
    void publish(const MqttMessage& message, Cause cause);
    void subscribe(const std::string& filter, int qos);
    void on_message(MessageListener listener) { listener_ = std::move(listener); }

    /// Switches the Wi-Fi off for all devices, or on again. What is sent meanwhile is lost,
    /// and the broker notices their silence.
    void set_wifi(bool up);
    /// Whether the broker can be reached. What is connected is closed when it cannot.
    void set_broker(bool reachable);
    /// Ends the devices' connections with an orderly close, or an error.
    void end_connections(CloseKind kind);

    /// The faults between a device and the broker; `device` is the name of one that was added.
    [[nodiscard]] const PacketFaults& faults(const std::string& device) const;
    void set_faults(const std::string& device, const PacketFaults& faults);

    /// Takes in what other people's clients sent since the last call.
    void poll();

private:
    class DevicePort;

    void deliver(std::vector<BrokerOutput> outputs);
    [[nodiscard]] DevicePort& port_of(const std::string& device) const;

    Broker& broker_;
    firmware::Alarms& alarms_;
    EventLog& log_;
    const firmware::NetworkDelays delays_;
    bool wifi_up_ = true;
    bool broker_reachable_ = true;
    std::uint32_t connections_ = 0;
    std::vector<std::unique_ptr<DevicePort>> ports_;
    std::map<ConnectionId, DevicePort*> open_;
    MessageListener listener_;
};

}  // namespace otbench::sim
