#include "sim/scripted_client.hpp"

#include <utility>

#include "base/event_kinds.hpp"
#include "sim/now.hpp"

namespace otbench::sim {

bool MqttNetwork::ScriptedClient::connect(const mqtt::Connect& packet, Cause cause) {
    if (is_open()) disconnect(CloseKind::reset, cause);
    return_code_.reset();
    const ConnectionId id{++network_.connections_};
    if (!network_.broker_reachable_ || !network_.broker_.open(id)) return false;
    connection_ = id;
    network_.open_[id] = this;
    ++unanswered_;
    send(packet, record(event::client_send, cause, {{"packet", "CONNECT"}, {"client_id", packet.client_id}}));
    return true;
}

void MqttNetwork::ScriptedClient::publish(const MqttMessage& message, Cause cause) {
    mqtt::Publish packet;
    packet.topic = message.topic;
    packet.payload = message.payload;
    packet.qos = static_cast<std::uint8_t>(message.qos);
    packet.retain = message.retain;
    if (packet.qos > 0) {
        packet.packet_id = next_packet_id();
        ++unanswered_;
    }
    send(packet, record(event::client_send, cause,
                        {{"packet", "PUBLISH"},
                         {"topic", message.topic},
                         {"payload", message.payload},
                         {"qos", message.qos},
                         {"retain", message.retain}}));
}

void MqttNetwork::ScriptedClient::subscribe(const std::string& filter, int qos, Cause cause) {
    ++unanswered_;
    send(mqtt::Subscribe{next_packet_id(), {{filter, static_cast<std::uint8_t>(qos)}}},
         record(event::client_send, cause, {{"packet", "SUBSCRIBE"}, {"topic", filter}, {"qos", qos}}));
}

void MqttNetwork::ScriptedClient::disconnect(CloseKind kind, Cause cause) {
    if (kind == CloseKind::orderly)
        send(mqtt::Disconnect{}, record(event::client_send, cause, {{"packet", "DISCONNECT"}}));
    if (!connection_) return;  // the broker closed it
    const ConnectionId id = *connection_;
    record(event::client_closed, cause, {{"by", "client"}});
    return_code_.reset();
    forget();
    network_.deliver(network_.broker_.close(id, kind));
}

void MqttNetwork::ScriptedClient::receive(ConnectionId connection, const std::vector<std::uint8_t>& packet, Cause cause,
                                          Nanoseconds usual) {
    network_.alarms_.at(now() + usual, [this, connection, packet, cause] {
        if (connection == connection_) handle(packet, cause);
    });
}

void MqttNetwork::ScriptedClient::peer_closed(ConnectionId connection) {
    network_.alarms_.at(now() + network_.delays_.answer, [this, connection] {
        if (connection != connection_) return;
        record(event::client_closed, Cause::none, {{"by", "broker"}});
        forget();
        network_.tell_of_client(name_, nullptr, Cause::none);
    });
}

void MqttNetwork::ScriptedClient::handle(const std::vector<std::uint8_t>& packet, Cause cause) {
    mqtt::PacketReader reader;
    reader.feed(packet);
    const auto read = reader.next();
    if (!read || !*read) return;  // a broker of the user's that does not speak MQTT
    std::visit([&](const auto& known) { on(known, cause); }, **read);
}

void MqttNetwork::ScriptedClient::on(const mqtt::Connack& packet, Cause) {
    return_code_ = packet.return_code;
    answered();
}

void MqttNetwork::ScriptedClient::on(const mqtt::Publish& packet, Cause cause) {
    const MqttMessage message{packet.topic, packet.payload, packet.qos, packet.retain};
    const Cause event = record(
        event::client_receive, cause,
        {{"topic", message.topic}, {"payload", message.payload}, {"qos", message.qos}, {"retain", message.retain}});
    if (packet.qos == 1) send(mqtt::Puback{packet.packet_id}, cause);
    if (packet.qos == 2) send(mqtt::Pubrec{packet.packet_id}, cause);
    network_.tell_of_client(name_, &message, event);
}

void MqttNetwork::ScriptedClient::on(const mqtt::Pubrec& packet, Cause cause) {
    send(mqtt::Pubrel{packet.packet_id}, cause);
}

void MqttNetwork::ScriptedClient::on(const mqtt::Pubrel& packet, Cause cause) {
    send(mqtt::Pubcomp{packet.packet_id}, cause);
}

void MqttNetwork::ScriptedClient::answered() {
    if (unanswered_ > 0) --unanswered_;
    network_.tell_of_client(name_, nullptr, Cause::none);
}

void MqttNetwork::ScriptedClient::send(const mqtt::Packet& packet, Cause cause) {
    network_.deliver(network_.broker_.send(*connection_, mqtt::encode(packet), cause));
}

Cause MqttNetwork::ScriptedClient::record(std::string_view kind, Cause cause,
                                          std::initializer_list<EventField> fields) {
    return network_.log_.record_from(name_, now(), kind, cause, fields);
}

void MqttNetwork::ScriptedClient::forget() {
    network_.open_.erase(*connection_);
    connection_.reset();
    unanswered_ = 0;
}

std::uint16_t MqttNetwork::ScriptedClient::next_packet_id() {
    if (++last_packet_id_ == 0) ++last_packet_id_;  // 0 is not an id
    return last_packet_id_;
}

}  // namespace otbench::sim
