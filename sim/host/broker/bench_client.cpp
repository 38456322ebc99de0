#include "sim/host/broker/bench_client.hpp"

#include <stdexcept>
#include <utility>
#include <variant>

namespace otbench::sim {

BenchClient::BenchClient(EventLoop& loop, OnMessage on_message, OnLost on_lost)
    : on_message_(std::move(on_message)),
      client_(
          loop, "bench", [this](const mqtt::Packet& packet) { std::visit([this](const auto& p) { on(p); }, packet); },
          std::move(on_lost)) {}

BenchClient::~BenchClient() {
    client_.send(mqtt::Disconnect{});
}

void BenchClient::publish(const MqttMessage& message) {
    mqtt::Publish packet;
    packet.topic = message.topic;
    packet.payload = message.payload;
    packet.qos = static_cast<std::uint8_t>(message.qos);
    packet.retain = message.retain;
    if (packet.qos > 0) packet.packet_id = next_packet_id();
    start(packet);
    if (packet.qos == 0) done_ = true;
}

void BenchClient::subscribe(const std::string& filter, int qos) {
    start(mqtt::Subscribe{next_packet_id(), {{filter, static_cast<std::uint8_t>(qos)}}});
}

void BenchClient::start(const mqtt::Packet& packet) {
    done_ = false;
    error_.reset();
    try {
        client_.send(packet);
    } catch (const std::length_error& error) {
        error_ = error.what();
        done_ = true;
    }
}

void BenchClient::finish(std::uint16_t packet_id) {
    if (packet_id == packet_id_) done_ = true;
}

std::uint16_t BenchClient::next_packet_id() {
    if (++packet_id_ == 0) ++packet_id_;  // 0 is not an id
    return packet_id_;
}

void BenchClient::on(const mqtt::Publish& packet) {
    MqttMessage message{packet.topic, packet.payload, packet.qos, packet.retain};
    if (packet.qos == 2) {
        held_.insert_or_assign(packet.packet_id, std::move(message));
        return client_.send(mqtt::Pubrec{packet.packet_id});
    }
    if (packet.qos == 1) client_.send(mqtt::Puback{packet.packet_id});
    on_message_(std::move(message));
}

void BenchClient::on(const mqtt::Pubrel& packet) {
    client_.send(mqtt::Pubcomp{packet.packet_id});
    const auto held = held_.extract(packet.packet_id);
    if (held) on_message_(std::move(held.mapped()));
}

void BenchClient::on(const mqtt::Suback& packet) {
    constexpr std::uint8_t refused = 0x80;
    if (packet.packet_id == packet_id_ && !packet.granted.empty() && packet.granted[0] == refused)
        error_ = "the broker refused it";
    finish(packet.packet_id);
}

}  // namespace otbench::sim
