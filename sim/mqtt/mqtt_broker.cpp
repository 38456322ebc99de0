#include "sim/mqtt/mqtt_broker.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "sim/mqtt/mqtt_topics.hpp"

namespace otbench::sim {
namespace {

constexpr ClientNumber bench{0};

// CONNACK return codes: OASIS MQTT 3.1.1, table 3.1.
constexpr std::uint8_t accepted = 0;
constexpr std::uint8_t unacceptable_protocol = 1;
constexpr std::uint8_t identifier_rejected = 2;

constexpr std::size_t longest_topic = 0xFFFF;  // OASIS MQTT 3.1.1, 1.5.3

bool is_protocol_name(const std::string& name) {
    return name == "MQIsdp" || name == "MQTT";
}
bool is_mqtt_3_1(const mqtt::Connect& packet) {
    return packet.protocol == "MQIsdp" && packet.level == 3;
}
bool is_mqtt_3_1_1(const mqtt::Connect& packet) {
    return packet.protocol == "MQTT" && packet.level == 4;
}

/// What mosquitto refuses without an answer.
bool is_malformed(const mqtt::Connect& packet) {
    return !is_mqtt_text(packet.client_id) || (packet.will && !is_publish_topic(packet.will->topic)) ||
           (packet.password && !packet.username) || (packet.username && !is_mqtt_text(*packet.username));
}

void require(bool condition, const char* what, const std::string& topic) {
    if (!condition) throw BrokerError{fmt::format("the bench cannot {} '{}'", what, topic)};
}

}  // namespace

void MqttBroker::open(ConnectionId connection) {
    connections_[connection].id = connection;
}

MqttBroker::Outputs MqttBroker::send(ConnectionId id, boost::span<const std::uint8_t> bytes, Cause cause) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return {};
    auto& connection = found->second;
    connection.reader.feed(bytes);
    auto verdict = Verdict::keep;
    while (verdict == Verdict::keep) {
        auto packet = connection.reader.next();
        if (packet.has_value() && !*packet) break;
        verdict = packet.has_value() ? handle(connection, std::move(**packet), cause) : Verdict::close_and_publish_will;
    }
    if (verdict != Verdict::keep) {
        outputs_.emplace_back(ConnectionClosed{id});
        drop(id, verdict, cause);
    }
    return take_outputs(id);
}

MqttBroker::Outputs MqttBroker::close(ConnectionId connection) {
    drop(connection, Verdict::close_and_publish_will, std::nullopt);
    return take_outputs(connection);
}

std::optional<Nanoseconds> MqttBroker::silence_limit(ConnectionId connection) const {
    const auto found = connections_.find(connection);
    if (found == connections_.end() || found->second.keep_alive_s == 0) return std::nullopt;
    return Nanoseconds{std::chrono::seconds{found->second.keep_alive_s}} * 3 / 2;  // OASIS MQTT 3.1.1, 3.1.2.10
}

MqttBroker::Outputs MqttBroker::expire(ConnectionId connection) {
    if (!is_open(connection)) return {};
    outputs_.emplace_back(ConnectionClosed{connection});
    return close(connection);
}

MqttBroker::Outputs MqttBroker::publish(const MqttMessage& message, Cause cause) {
    require(is_publish_topic(message.topic) && message.topic.size() <= longest_topic, "publish to", message.topic);
    require(message.qos >= 0 && message.qos <= 2, "publish with that QoS to", message.topic);
    route({message, cause});
    return take_outputs(std::nullopt);
}

MqttBroker::Outputs MqttBroker::subscribe(const std::string& filter, int qos) {
    require(is_topic_filter(filter) && filter.size() <= longest_topic, "subscribe", filter);
    require(qos >= 0 && qos <= 2, "subscribe with that QoS", filter);
    subscriptions_.set(bench, filter, qos);
    for (auto& message : retained_.matching(filter)) {
        message.message.qos = std::min(message.message.qos, qos);
        deliver(bench, message);
    }
    return take_outputs(std::nullopt);
}

MqttBroker::Verdict MqttBroker::handle(Connection& connection, mqtt::Packet packet, Cause cause) {
    const bool is_connect = std::holds_alternative<mqtt::Connect>(packet);
    if (is_connect == (connection.session != nullptr)) return Verdict::close_and_forget_will;
    return std::visit([&](auto& p) { return on(connection, p, cause); }, packet);
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, mqtt::Connect& packet, Cause cause) {
    if (!is_protocol_name(packet.protocol)) return Verdict::close_and_forget_will;
    const auto refuse = [&](std::uint8_t code) {
        answer(connection, mqtt::Connack{false, code}, cause);
        return Verdict::close_and_forget_will;
    };
    if (!is_mqtt_3_1(packet) && !is_mqtt_3_1_1(packet)) return refuse(unacceptable_protocol);
    if (is_malformed(packet)) return Verdict::close_and_forget_will;
    if (packet.client_id.empty()) {
        if (is_mqtt_3_1(packet) || !packet.clean_session) return refuse(identifier_rejected);
        packet.client_id = fmt::format("auto-{}", clients_so_far_ + 1);
    }

    const bool resumed = attach_session(connection, packet, cause);
    connection.keep_alive_s = packet.keep_alive_s;
    if (packet.will) {
        auto& will = *packet.will;
        connection.will = {{std::move(will.topic), std::move(will.payload), will.qos, will.retain}, cause};
    }
    answer(connection, mqtt::Connack{resumed && is_mqtt_3_1_1(packet), accepted}, cause);
    for (const auto& unfinished : connection.session->resume()) emit(connection.id, unfinished);
    return Verdict::keep;
}

bool MqttBroker::attach_session(Connection& connection, const mqtt::Connect& packet, Cause cause) {
    const auto older = sessions_.find(packet.client_id);
    if (older != sessions_.end() && older->second.connection) {
        const auto taken_over = *older->second.connection;
        // A session that goes on on another connection has not died: mosquitto keeps its will to itself.
        const bool ends = older->second.is_clean() || packet.clean_session;
        outputs_.emplace_back(ConnectionClosed{taken_over});
        drop(taken_over, ends ? Verdict::close_and_publish_will : Verdict::close_and_forget_will, cause);
    }
    auto session = sessions_.find(packet.client_id);
    if (session != sessions_.end() && packet.clean_session) {
        subscriptions_.erase_all(session->second.number());
        clients_.erase(session->second.number());
        sessions_.erase(session);
        session = sessions_.end();
    }
    const bool resumed = session != sessions_.end();
    if (!resumed) {
        const ClientNumber number{++clients_so_far_};
        session = sessions_.try_emplace(packet.client_id, packet.client_id, number, packet.clean_session).first;
        clients_[number] = &session->second;
    }
    session->second.connection = connection.id;
    connection.session = &session->second;
    return resumed;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, mqtt::Publish& packet, Cause cause) {
    if (!is_publish_topic(packet.topic) || (packet.qos > 0 && packet.packet_id == 0)) {
        return Verdict::close_and_publish_will;
    }
    const RoutedMessage message{{std::move(packet.topic), std::move(packet.payload), packet.qos, packet.retain}, cause};
    if (packet.qos == 2) {
        connection.session->hold(packet.packet_id, message);
        answer(connection, mqtt::Pubrec{packet.packet_id}, cause);
        return Verdict::keep;
    }
    route(message);
    if (packet.qos == 1) answer(connection, mqtt::Puback{packet.packet_id}, cause);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Puback& packet, Cause) {
    connection.session->acknowledged(packet);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Pubrec& packet, Cause cause) {
    emit(connection.id, connection.session->acknowledged(packet, cause));
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Pubrel& packet, Cause cause) {
    // Only now the message goes on to its subscribers; because of the PUBLISH, whose event it carries.
    if (const auto message = connection.session->release(packet.packet_id)) route(*message);
    answer(connection, mqtt::Pubcomp{packet.packet_id}, cause);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Pubcomp& packet, Cause) {
    connection.session->acknowledged(packet);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Subscribe& packet, Cause cause) {
    const auto& filters = packet.filters;
    const bool valid = std::all_of(filters.begin(), filters.end(), [](auto& f) { return is_topic_filter(f.first); });
    if (!valid || packet.packet_id == 0) return Verdict::close_and_publish_will;

    const auto client = connection.session->number();
    mqtt::Suback suback{packet.packet_id, {}};
    std::vector<RoutedMessage> retained;
    for (const auto& [filter, qos] : filters) {
        subscriptions_.set(client, filter, qos);
        suback.granted.push_back(qos);
        for (auto& message : retained_.matching(filter)) {
            message.message.qos = std::min(message.message.qos, int{qos});
            retained.push_back(std::move(message));
        }
    }
    answer(connection, suback, cause);
    for (const auto& message : retained) deliver(client, message);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, const mqtt::Unsubscribe& packet, Cause cause) {
    const auto& filters = packet.filters;
    if (!std::all_of(filters.begin(), filters.end(), is_topic_filter) || packet.packet_id == 0) {
        return Verdict::close_and_publish_will;
    }
    for (const auto& filter : filters) subscriptions_.erase(connection.session->number(), filter);
    answer(connection, mqtt::Unsuback{packet.packet_id}, cause);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection& connection, mqtt::Pingreq, Cause cause) {
    answer(connection, mqtt::Pingresp{}, cause);
    return Verdict::keep;
}

MqttBroker::Verdict MqttBroker::on(Connection&, mqtt::Disconnect, Cause) {
    return Verdict::close_and_forget_will;
}

MqttBroker::Verdict MqttBroker::on(Connection&, const mqtt::Connack&, Cause) {
    return Verdict::close_and_publish_will;
}

/// SUBACK, UNSUBACK and PINGRESP mean nothing to a broker; mosquitto lets them pass.
template <typename IgnoredPacket>
MqttBroker::Verdict MqttBroker::on(Connection&, const IgnoredPacket&, Cause) {
    return Verdict::keep;
}

void MqttBroker::drop(ConnectionId id, Verdict verdict, std::optional<Cause> cause) {
    auto connection = connections_.extract(id);
    if (connection.empty()) return;
    auto* const session = connection.mapped().session;
    if (session == nullptr) return;
    session->connection.reset();
    auto& will = connection.mapped().will;
    if (will && verdict == Verdict::close_and_publish_will) {
        route({std::move(will->message), cause.value_or(will->cause)});
    }
    if (session->is_clean()) {
        subscriptions_.erase_all(session->number());
        clients_.erase(session->number());
        sessions_.erase(session->client_id());
    }
}

void MqttBroker::route(const RoutedMessage& message) {
    const auto& topic = message.message.topic;
    if (topic.compare(0, 4, "$SYS") == 0) return;
    if (message.message.retain) retained_.store(message);
    auto copy = message;
    copy.message.retain = false;  // only what was there before the subscription is called retained
    for (const auto& recipient : subscriptions_.recipients(topic)) {
        copy.message.qos = std::min(message.message.qos, recipient.qos);
        deliver(recipient.client, copy);
        if (message.message.qos > 0 && recipient.client != bench) {
            clients_.at(recipient.client)->skip_packet_ids(recipient.further);
        }
    }
}

void MqttBroker::deliver(ClientNumber client, const RoutedMessage& message) {
    if (client == bench) {
        outputs_.emplace_back(ToBench{message.message, message.cause});
        return;
    }
    auto& session = *clients_.at(client);
    if (const auto packet = session.deliver(message)) emit(*session.connection, *packet);
}

void MqttBroker::answer(const Connection& connection, const mqtt::Packet& packet, Cause cause) {
    emit(connection.id, {packet, cause, true});
}

void MqttBroker::emit(ConnectionId connection, const CausedPacket& packet) {
    outputs_.emplace_back(ToDevice{connection, mqtt::encode(packet.packet), packet.cause, packet.answer});
}

MqttBroker::Outputs MqttBroker::take_outputs(std::optional<ConnectionId> actor) {
    std::stable_sort(outputs_.begin(), outputs_.end(), [actor](const BrokerOutput& a, const BrokerOutput& b) {
        return output_rank(a, actor) < output_rank(b, actor);
    });
    return std::exchange(outputs_, {});
}

std::uint64_t output_rank(const BrokerOutput& output, std::optional<ConnectionId> actor) {
    const auto of = [actor](ConnectionId id) {
        return id == actor ? 0 : std::uint64_t{1} + static_cast<std::uint32_t>(id);
    };
    if (const auto* to_device = std::get_if<ToDevice>(&output)) return of(to_device->connection);
    if (const auto* closed = std::get_if<ConnectionClosed>(&output)) return of(closed->connection);
    return std::numeric_limits<std::uint64_t>::max();
}

}  // namespace otbench::sim
