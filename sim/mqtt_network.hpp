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

/// Joins devices, the bench's own client and further clients to one broker, and gives what the broker does its virtual
/// time.
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

    class ScriptedClient;
    /// The further client of this name, made when it is first asked for.
    ScriptedClient& client(const std::string& name);
    /// Reports messages for further clients, whose event is `cause`. Without a message: the broker has answered a
    /// client or closed its connection.
    using ClientListener = std::function<void(const std::string& client, const MqttMessage* message, Cause cause)>;
    void on_client(ClientListener listener) { client_listener_ = std::move(listener); }

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

    /// The client's side of a connection.
    class ConnectionOwner {
    public:
        ConnectionOwner() = default;
        ConnectionOwner(const ConnectionOwner&) = delete;
        ConnectionOwner& operator=(const ConnectionOwner&) = delete;
        virtual ~ConnectionOwner() = default;

        /// A packet of the broker's, which takes `usual` on a sound network.
        virtual void receive(ConnectionId connection, const std::vector<std::uint8_t>& packet, Cause cause,
                             Nanoseconds usual) = 0;
        /// The broker closed this connection.
        virtual void peer_closed(ConnectionId connection) = 0;
    };

    void deliver(std::vector<BrokerOutput> outputs);
    void tell_of_client(const std::string& client, const MqttMessage* message, Cause cause) {
        if (client_listener_) client_listener_(client, message, cause);
    }
    [[nodiscard]] DevicePort& port_of(const std::string& device) const;

    Broker& broker_;
    firmware::Alarms& alarms_;
    EventLog& log_;
    const firmware::NetworkDelays delays_;
    bool wifi_up_ = true;
    bool broker_reachable_ = true;
    std::uint32_t connections_ = 0;
    std::vector<std::unique_ptr<DevicePort>> ports_;
    std::map<std::string, std::unique_ptr<ScriptedClient>> clients_;  ///< by their names
    std::map<ConnectionId, ConnectionOwner*> open_;
    MessageListener listener_;
    ClientListener client_listener_;
};

}  // namespace otbench::sim
