#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::sim {

/// A further client of the broker (MQTT 3.1.1), which a scenario drives. Its network has no faults, and what it sends
/// arrives at once.
class MqttNetwork::ScriptedClient : private ConnectionOwner {
public:
    ScriptedClient(MqttNetwork& network, std::string name) : network_(network), name_(std::move(name)) {}

    /// Opens a connection and sends this CONNECT; a connection that is still open is lost before. False: refused.
    bool connect(const mqtt::Connect& packet, Cause cause);
    // These need an open connection.
    void publish(const MqttMessage& message, Cause cause);
    void subscribe(const std::string& filter, int qos, Cause cause);
    /// Ends the connection: orderly with DISCONNECT; by a reset, so that the broker publishes the will.
    void disconnect(CloseKind kind, Cause cause);

    [[nodiscard]] bool is_open() const { return connection_.has_value(); }
    /// Whether the broker has answered all that wants an answer, or the connection is gone.
    [[nodiscard]] bool is_idle() const { return unanswered_ == 0; }
    /// The return code of the CONNACK of this connection, or of the last one; nothing after a `disconnect`.
    [[nodiscard]] std::optional<std::uint8_t> return_code() const { return return_code_; }

private:
    void receive(ConnectionId connection, const std::vector<std::uint8_t>& packet, Cause cause,
                 Nanoseconds usual) override;
    void peer_closed(ConnectionId connection) override;

    void handle(const std::vector<std::uint8_t>& packet, Cause cause);
    void on(const mqtt::Connack& packet, Cause cause);
    void on(const mqtt::Publish& packet, Cause cause);
    void on(const mqtt::Pubrec& packet, Cause cause);
    void on(const mqtt::Pubrel& packet, Cause cause);
    void on(const mqtt::Suback&, Cause) { answered(); }
    void on(const mqtt::Puback&, Cause) { answered(); }
    void on(const mqtt::Pubcomp&, Cause) { answered(); }
    template <class Ignored>
    void on(const Ignored&, Cause) {}

    void answered();
    void send(const mqtt::Packet& packet, Cause cause);
    Cause record(std::string_view kind, Cause cause, std::initializer_list<EventField> fields);
    void forget();
    std::uint16_t next_packet_id();

    MqttNetwork& network_;
    const std::string name_;
    std::optional<ConnectionId> connection_;
    std::optional<std::uint8_t> return_code_;
    int unanswered_ = 0;
    std::uint16_t last_packet_id_ = 0;
};

}  // namespace otbench::sim
