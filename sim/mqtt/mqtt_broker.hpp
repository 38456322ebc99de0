#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt/mqtt_session.hpp"
#include "sim/mqtt/retained_messages.hpp"
#include "sim/mqtt/subscription_table.hpp"

namespace otbench::sim {

/// An MQTT broker as a state machine without network, clock or threads: octets of devices and messages of the bench in,
/// what a broker does about them out. Speaks MQTT 3.1 and 3.1.1 and behaves as mosquitto 2.0.11 does, also where the
/// standard leaves a choice: one delivery to a client however many of its filters match, an identical subscription
/// replaces the older one and brings the retained messages again, unknown acknowledgements are tolerated, topics below
/// `$SYS` cannot be published by clients.
///
/// The bench's own client has no connection: its messages take their handshakes for granted.
/// Outputs come in the order that `Broker` promises; to one device, in the order mosquitto writes them.
class MqttBroker {
public:
    using Outputs = std::vector<BrokerOutput>;

    void open(ConnectionId connection);
    [[nodiscard]] Outputs send(ConnectionId connection, boost::span<const std::uint8_t> bytes, Cause cause);
    [[nodiscard]] Outputs close(ConnectionId connection);
    [[nodiscard]] std::optional<Nanoseconds> silence_limit(ConnectionId connection) const;
    [[nodiscard]] Outputs expire(ConnectionId connection);
    [[nodiscard]] Outputs publish(const MqttMessage& message, Cause cause);
    [[nodiscard]] Outputs subscribe(const std::string& filter, int qos);

    [[nodiscard]] bool is_open(ConnectionId connection) const { return connections_.count(connection) != 0; }

private:
    struct LastWill {
        MqttMessage message;
        Cause cause;  ///< that of its CONNECT
    };
    struct Connection {
        ConnectionId id;
        mqtt::PacketReader reader;
        MqttSession* session = nullptr;  ///< nothing before CONNECT
        std::uint16_t keep_alive_s = 0;
        std::optional<LastWill> will;
    };
    /// What becomes of a connection after a packet.
    enum class Verdict { keep, close_and_publish_will, close_and_forget_will };

    Verdict handle(Connection& connection, mqtt::Packet packet, Cause cause);
    Verdict on(Connection& connection, mqtt::Connect& packet, Cause cause);
    Verdict on(Connection& connection, mqtt::Publish& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Puback& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Pubrec& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Pubrel& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Pubcomp& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Subscribe& packet, Cause cause);
    Verdict on(Connection& connection, const mqtt::Unsubscribe& packet, Cause cause);
    Verdict on(Connection& connection, mqtt::Pingreq, Cause cause);
    Verdict on(Connection& connection, mqtt::Disconnect, Cause cause);
    Verdict on(Connection& connection, const mqtt::Connack& packet, Cause cause);
    template <typename IgnoredPacket>
    Verdict on(Connection& connection, const IgnoredPacket& packet, Cause cause);

    /// The session for a CONNECT, taken over from an older connection if need be; true when it was there before.
    bool attach_session(Connection& connection, const mqtt::Connect& packet, Cause cause);
    /// Ends a connection; the will is published because of `cause`, if at all.
    void drop(ConnectionId id, Verdict verdict, std::optional<Cause> cause);
    void route(const RoutedMessage& message);
    void deliver(ClientNumber client, const RoutedMessage& message);
    void answer(const Connection& connection, const mqtt::Packet& packet, Cause cause);
    void emit(ConnectionId connection, const CausedPacket& packet);
    Outputs take_outputs(std::optional<ConnectionId> actor);

    std::map<ConnectionId, Connection> connections_;
    std::map<std::string, MqttSession> sessions_;  ///< by client id
    std::map<ClientNumber, MqttSession*> clients_;
    SubscriptionTable subscriptions_;
    RetainedMessages retained_;
    std::uint32_t clients_so_far_ = 0;
    Outputs outputs_;
};

/// The place of an output in the order that `Broker` promises: smaller comes first.
std::uint64_t output_rank(const BrokerOutput& output, std::optional<ConnectionId> actor);

}  // namespace otbench::sim
