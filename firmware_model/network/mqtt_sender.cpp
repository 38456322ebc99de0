#include "firmware_model/network/mqtt_sender.hpp"

#include <utility>

#include "firmware_model/network/mqtt_trace.hpp"

namespace otbench::firmware {
namespace {

constexpr int send_timeout_ticks = 5;  // spec: firmware, section 10

}  // namespace

MqttSender::MqttSender(Processor& processor, NetworkPort& network, EventSink& events, const QuirkFixes& fixes,
                       std::function<void(std::string_view)> warn, std::function<void()> published)
    : processor_(processor),
      network_(network),
      events_(events),
      fixes_(fixes),
      warn_(std::move(warn)),
      published_(std::move(published)),
      queue_(fixes[Quirk::queue_overflows] ? PacketQueue::unlimited : PacketQueue::capacity) {}

MqttSender::~MqttSender() {
    processor_.cancel(serve_);
}

void MqttSender::publish(std::string topic, std::string payload, std::uint8_t qos, bool retain, Cause cause) {
    mqtt::Publish message{std::move(topic), std::move(payload), qos, retain};
    if (qos > 0) message.packet_id = next_packet_id();
    enqueue(std::move(message), cause);
}

void MqttSender::subscribe(std::string filter, Cause cause) {
    enqueue(
        mqtt::Subscribe{next_packet_id(),
                        {{std::move(filter), static_cast<std::uint8_t>(fixes_[Quirk::subscribes_with_qos_0] ? 1 : 0)}}},
        cause);
}

std::uint16_t MqttSender::next_packet_id() {
    if (++last_packet_id_ == 0) ++last_packet_id_;
    return last_packet_id_;
}

void MqttSender::enqueue(mqtt::Packet packet, Cause cause) {
    auto bytes = mqtt::encode(packet);
    const int retries = queue_.push_evicting({std::move(packet), std::move(bytes), cause});
    for (int i = 0; i < retries; ++i) warn_("Queue full");
    serve_later();
}

void MqttSender::acknowledge(mqtt::Packet packet, Cause cause) {
    auto bytes = mqtt::encode(packet);
    if (!queue_.push({std::move(packet), std::move(bytes), cause})) warn_("Queue full");
    serve_later();
}

void MqttSender::serve_later() {
    if (serve_ != TimerId::none) return;
    serve_ = processor_.next([this] {
        serve_ = TimerId::none;
        serve();
    });
}

void MqttSender::serve() {
    if (!open_ || send_ticks_ > 0) return;
    if (const auto packet = queue_.pop()) transmit(*packet);
}

void MqttSender::send_now(mqtt::Packet packet) {
    auto bytes = mqtt::encode(packet);
    transmit({std::move(packet), std::move(bytes), Cause::none});
}

void MqttSender::transmit(const QueuedPacket& packet) {
    send_ticks_ = send_timeout_ticks;
    publish_under_way_ = std::holds_alternative<mqtt::Publish>(packet.packet);
    record_sent_packet(events_, processor_.now(), packet.cause, packet.packet);
    // What is handed to TCP before a restart never leaves (platform assumption P7).
    if (!processor_.restart_pending()) network_.send(packet.bytes, packet.cause);
}

void MqttSender::tick() {
    if (send_ticks_ > 0) --send_ticks_;
}

void MqttSender::sent() {
    send_ticks_ = 0;
    if (std::exchange(publish_under_way_, false)) published_();
    serve();
}

}  // namespace otbench::firmware
