#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "sim/host/broker/broker_client.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// The bench's own client of a real broker: MQTT 3.1.1, clean session. Everything happens in the event loop, without
/// threads. One action at a time; pings do not count.
///
/// A process may end with `_exit` without destroying it; the broker then detects a closed connection, and publishes no
/// will.
class BenchClient {
public:
    using OnMessage = std::function<void(MqttMessage message)>;
    using OnLost = std::function<void()>;

    BenchClient(EventLoop& loop, OnMessage on_message, OnLost on_lost);
    /// Says DISCONNECT.
    ~BenchClient();
    BenchClient(const BenchClient&) = delete;
    BenchClient& operator=(const BenchClient&) = delete;

    /// As `BrokerClient::connect`.
    std::optional<std::string> connect(const BrokerEndpoints& endpoints, const BrokerAddress& credentials) {
        return client_.connect(endpoints, credentials);
    }
    void ping() { client_.ping(); }
    /// True when every ping so far has been answered.
    [[nodiscard]] bool answered() const { return client_.answered(); }

    // Each starts an action; in the event loop `done()` reports the end of its handshake, `error()` a failure.
    void publish(const MqttMessage& message);
    void subscribe(const std::string& filter, int qos);

    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] const std::optional<std::string>& error() const { return error_; }

private:
    void start(const mqtt::Packet& packet);
    void finish(std::uint16_t packet_id);
    std::uint16_t next_packet_id();

    void on(const mqtt::Publish& packet);
    void on(const mqtt::Pubrel& packet);
    void on(const mqtt::Puback& packet) { finish(packet.packet_id); }
    void on(const mqtt::Pubrec& packet) { client_.send(mqtt::Pubrel{packet.packet_id}); }
    void on(const mqtt::Pubcomp& packet) { finish(packet.packet_id); }
    void on(const mqtt::Suback& packet);
    template <class Other>
    void on(const Other& /*packet*/) {}

    OnMessage on_message_;
    BrokerClient client_;
    std::uint16_t packet_id_ = 0;                ///< of the last action that has one
    std::map<std::uint16_t, MqttMessage> held_;  ///< with QoS 2, until they are released, by their packet ids
    bool done_ = true;
    std::optional<std::string> error_;
};

}  // namespace otbench::sim
