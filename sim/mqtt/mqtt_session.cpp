#include "sim/mqtt/mqtt_session.hpp"

#include <algorithm>
#include <utility>

namespace otbench::sim {
namespace {

mqtt::Publish publish_packet(const MqttMessage& message, std::uint16_t packet_id, bool again) {
    return {message.topic, message.payload, static_cast<std::uint8_t>(message.qos), message.retain, again, packet_id};
}

}  // namespace

std::optional<CausedPacket> MqttSession::deliver(RoutedMessage message) {
    if (message.message.qos == 0) {
        if (!connection) return std::nullopt;
        return CausedPacket{publish_packet(message.message, 0, false), message.cause, false};
    }
    outgoing_.push_back({std::move(message)});
    if (!connection) return std::nullopt;
    return send(outgoing_.back(), false);
}

void MqttSession::skip_packet_ids(int count) {
    for (int i = 0; i < count; ++i) next_packet_id();
}

void MqttSession::acknowledged(mqtt::Puback packet) {
    finish(packet.packet_id, State::waiting_for_puback);
}

CausedPacket MqttSession::acknowledged(mqtt::Pubrec packet, Cause cause) {
    for (auto& outgoing : outgoing_) {
        if (outgoing.packet_id == packet.packet_id && outgoing.state == State::waiting_for_pubrec) {
            outgoing.state = State::waiting_for_pubcomp;
        }
    }
    return {mqtt::Pubrel{packet.packet_id}, cause, true};  // also for an id that is not on its way, as mosquitto does
}

void MqttSession::acknowledged(mqtt::Pubcomp packet) {
    finish(packet.packet_id, State::waiting_for_pubcomp);
}

std::vector<CausedPacket> MqttSession::resume() {
    std::vector<CausedPacket> packets;
    for (auto& outgoing : outgoing_) packets.push_back(send(outgoing, outgoing.state != State::waiting_for_client));
    return packets;
}

std::optional<RoutedMessage> MqttSession::release(std::uint16_t packet_id) {
    const auto found = held_.find(packet_id);
    if (found == held_.end()) return std::nullopt;
    auto message = std::move(found->second);
    held_.erase(found);
    return message;
}

CausedPacket MqttSession::send(Outgoing& outgoing, bool again) {
    const auto cause = outgoing.message.cause;
    if (outgoing.state == State::waiting_for_pubcomp) return {mqtt::Pubrel{outgoing.packet_id}, cause, false};
    if (outgoing.packet_id == 0) outgoing.packet_id = next_packet_id();
    outgoing.state = outgoing.message.message.qos == 1 ? State::waiting_for_puback : State::waiting_for_pubrec;
    return {publish_packet(outgoing.message.message, outgoing.packet_id, again), cause, false};
}

void MqttSession::finish(std::uint16_t packet_id, State state) {
    const auto done = [=](const Outgoing& outgoing) {
        return outgoing.packet_id == packet_id && outgoing.state == state;
    };
    outgoing_.erase(std::remove_if(outgoing_.begin(), outgoing_.end(), done), outgoing_.end());
}

std::uint16_t MqttSession::next_packet_id() {
    if (++last_packet_id_ == 0) ++last_packet_id_;  // 0 is reserved: OASIS MQTT 3.1.1, 2.3.1
    return last_packet_id_;
}

}  // namespace otbench::sim
