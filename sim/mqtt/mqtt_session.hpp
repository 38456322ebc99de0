#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/retained_messages.hpp"
#include "sim/mqtt/subscription_table.hpp"

namespace otbench::sim {

/// A packet for a client and what it answers or carries.
struct CausedPacket {
    mqtt::Packet packet;
    Cause cause;
    bool answer;
};

/// The broker's state for one client: its messages in both directions with an unfinished handshake. A clean
/// session lives as long as its connection, another one until a clean one takes its place.
///
/// Any number of messages may be on their way at once (mosquitto's `max_inflight_messages 0`).
class MqttSession {
public:
    MqttSession(std::string client_id, ClientNumber number, bool clean)
        : client_id_(std::move(client_id)), number_(number), clean_(clean) {}

    [[nodiscard]] const std::string& client_id() const { return client_id_; }
    [[nodiscard]] ClientNumber number() const { return number_; }
    [[nodiscard]] bool is_clean() const { return clean_; }

    /// The connection over which the client is there now.
    std::optional<ConnectionId> connection;

    // Broker to client.

    /// Gives the client a message: the packet to send now. Nothing when the client is away: then a message of QoS 1 or
    /// 2 waits for it and one of QoS 0 is lost.
    std::optional<CausedPacket> deliver(RoutedMessage message);
    /// Leaves out packet ids, as mosquitto does for each further filter that matches a message.
    void skip_packet_ids(int count);
    void acknowledged(mqtt::Puback packet);
    CausedPacket acknowledged(mqtt::Pubrec packet, Cause cause);
    void acknowledged(mqtt::Pubcomp packet);
    /// The client is back: everything unfinished once more, then what waited for it.
    std::vector<CausedPacket> resume();

    // Client to broker, QoS 2.

    /// Keeps a message until its PUBREL. An id that is already in use names the newer message.
    void hold(std::uint16_t packet_id, RoutedMessage message) { held_[packet_id] = std::move(message); }
    /// The message whose PUBREL arrived; nothing for an unknown id.
    std::optional<RoutedMessage> release(std::uint16_t packet_id);

private:
    enum class State { waiting_for_client, waiting_for_puback, waiting_for_pubrec, waiting_for_pubcomp };
    struct Outgoing {
        RoutedMessage message;
        std::uint16_t packet_id = 0;
        State state = State::waiting_for_client;
    };
    CausedPacket send(Outgoing& outgoing, bool again);
    void finish(std::uint16_t packet_id, State state);
    std::uint16_t next_packet_id();

    std::string client_id_;
    ClientNumber number_;
    bool clean_;
    std::vector<Outgoing> outgoing_;
    std::uint16_t last_packet_id_ = 0;
    std::map<std::uint16_t, RoutedMessage> held_;
};

}  // namespace otbench::sim
