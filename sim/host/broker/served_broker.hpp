#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// What a broker does wrong, until it is set otherwise. The default is a sound broker.
struct BrokerFaults {
    std::uint8_t refusal = 0;  ///< return code of the CONNACK for every CONNECT (OASIS MQTT 3.1.1, table 3.1); 0: none
    bool mute = false;         ///< accepts connections, and takes no notice of what comes over them
    Nanoseconds delay{};       ///< until a packet leaves
    bool holds = false;        ///< packets wait until this ends, and then leave in one TCP segment

    // The next PUBLISH to a client, once.
    bool duplicate = false;  ///< with QoS 1 or 2: comes again with DUP set
    bool split = false;      ///< comes in two TCP segments
    bool cut = false;        ///< the connection ends within it
};

/// An MQTT broker in this process, for programs under test: at a port of this machine, with faults on demand. It
/// behaves like mosquitto otherwise (`MqttBroker`), and sends each packet in a TCP segment of its own. Nothing happens
/// but in calls of it.
class ServedBroker {
public:
    /// Packets of clients and of the broker, as they come and leave.
    using OnPacket = std::function<void(bool from_client, const mqtt::Packet& packet)>;

    /// Listens; port 0 is any free one. Throws std::runtime_error with a line for the user.
    ServedBroker(const std::string& host, std::uint16_t port, OnPacket on_packet);
    ~ServedBroker();
    ServedBroker(const ServedBroker&) = delete;
    ServedBroker& operator=(const ServedBroker&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] BrokerFaults& faults();
    /// Connections that are open.
    [[nodiscard]] std::size_t clients() const;

    /// Does what is due.
    void poll();
    /// Publishes a message of a client of its own. Throws BrokerError for an invalid topic.
    void publish(const MqttMessage& message);
    /// Ends all connections.
    void end_connections(CloseKind kind);
    /// Ends all connections, and refuses new ones until `start`. Sessions and retained messages stay.
    void stop(CloseKind kind);
    void start();
    /// Another client connects with the client id of the last CONNECT, so that the broker ends that connection.
    void take_over();

private:
    class Connection;
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace otbench::sim
