#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "sim/host/broker/broker_address.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// A client of a real broker in real time, for programs that wait for what they ask: Eclipse Paho, MQTT 3.1.1, clean
/// session. Every call may throw `BrokerError`, with one line for the user.
class MqttConnection {
public:
    /// Connects; `role` becomes part of the client's name, and `will` is published when the connection breaks.
    MqttConnection(const BrokerAddress& address, const std::string& role, const std::optional<MqttMessage>& will = {});
    ~MqttConnection();
    MqttConnection(const MqttConnection&) = delete;
    MqttConnection& operator=(const MqttConnection&) = delete;

    void subscribe(const std::string& filter, int qos);
    /// Returns when the broker has confirmed the message; with QoS 0, when it has left.
    void publish(const MqttMessage& message);
    /// The next message; nothing when none comes within `limit`.
    [[nodiscard]] std::optional<MqttMessage> receive(Nanoseconds limit);

private:
    class Client;
    std::unique_ptr<Client> client_;
};

}  // namespace otbench::sim
