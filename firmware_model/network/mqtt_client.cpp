#include "firmware_model/network/mqtt_client.hpp"

#include <utility>

#include "base/event_kinds.hpp"
#include "firmware_model/network/mqtt_trace.hpp"
#include "firmware_model/network/server_name.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 1.6 and 10.
constexpr std::size_t segment_buffer = 1024;
constexpr int reconnect_after_ticks = 5;  // exceeded: the sixth tick
constexpr int send_timeout_ticks = 5;

}  // namespace

MqttClient::MqttClient(Processor& processor, NetworkPort& network, EventSink& events, MqttEvents& firmware,
                       std::string host, std::uint16_t port, mqtt::Connect connect, QuirkFixes fixes)
    : processor_(processor),
      network_(network),
      events_(events),
      firmware_(firmware),
      host_(std::move(host)),
      port_(port),
      connect_(std::move(connect)),
      fixes_(fixes),
      queue_(fixes[Quirk::queue_overflows] ? PacketQueue::unlimited : PacketQueue::capacity) {}

MqttClient::~MqttClient() {
    processor_.cancel(ticks_);
    processor_.cancel(serve_);
}

// ---- connection ----

void MqttClient::connect() {
    processor_.cancel(ticks_);
    ticks_ = processor_.every(1s, [this] { tick(); });
    keep_alive_ticks_ = reconnect_ticks_ = 0;
    state_ = State::connecting;
    if (is_ipv4_address(host_)) {
        open_tcp();
    } else {
        events_.record(processor_.now(), event::dns_query, Cause::none, {{"name", host_}});
        network_.resolve(host_);
    }
}

void MqttClient::open_tcp() {
    events_.record(processor_.now(), event::tcp_connect, Cause::none, {{"ip", host_}, {"port", int{port_}}});
    network_.connect(host_, port_);
}

void MqttClient::host_resolved(bool found) {
    if (found) {
        open_tcp();
    } else {
        connection_lost();
    }
}

void MqttClient::tcp_connected() {
    events_.record(processor_.now(), event::tcp_connected, Cause::none, {});
    state_ = State::awaiting_connack;
    transmit({connect_, mqtt::encode(connect_), Cause::none});
}

void MqttClient::tcp_failed() {
    connection_lost();
    if (fixes_[Quirk::broken_connection_unnoticed])
        firmware_.mqtt_disconnected();  // else it is not told and goes on queueing
}

void MqttClient::tcp_closed() {
    connection_lost();
    firmware_.mqtt_disconnected();
}

void MqttClient::connection_lost() {
    state_ = State::waiting_to_reconnect;
}

void MqttClient::tick() {
    if (state_ == State::connected && ++keep_alive_ticks_ > int{connect_.keep_alive_s}) {
        keep_alive_ticks_ = 0;
        transmit({mqtt::Pingreq{}, mqtt::encode(mqtt::Pingreq{}), Cause::none});
    }
    if (send_ticks_ > 0) --send_ticks_;
    if (state_ == State::waiting_to_reconnect && ++reconnect_ticks_ > reconnect_after_ticks) connect();
}

// ---- sending ----

void MqttClient::publish(std::string topic, std::string payload, std::uint8_t qos, bool retain, Cause cause) {
    mqtt::Publish message{std::move(topic), std::move(payload), qos, retain};
    if (qos > 0) message.packet_id = next_packet_id();
    enqueue(std::move(message), cause);
}

void MqttClient::subscribe(std::string filter, Cause cause) {
    enqueue(
        mqtt::Subscribe{next_packet_id(),
                        {{std::move(filter), static_cast<std::uint8_t>(fixes_[Quirk::subscribes_with_qos_0] ? 1 : 0)}}},
        cause);
}

std::uint16_t MqttClient::next_packet_id() {
    if (++last_packet_id_ == 0) ++last_packet_id_;
    return last_packet_id_;
}

void MqttClient::enqueue(mqtt::Packet packet, Cause cause) {
    auto bytes = mqtt::encode(packet);
    const int retries = queue_.push_evicting({std::move(packet), std::move(bytes), cause});
    for (int i = 0; i < retries; ++i) firmware_.mqtt_warned("Queue full");
    post_serve();
}

void MqttClient::acknowledge(mqtt::Packet packet, Cause cause) {
    auto bytes = mqtt::encode(packet);
    if (!queue_.push({std::move(packet), std::move(bytes), cause})) firmware_.mqtt_warned("Queue full");
    post_serve();
}

void MqttClient::post_serve() {
    if (serve_ != TimerId::none) return;
    serve_ = processor_.next([this] {
        serve_ = TimerId::none;
        serve_queue();
    });
}

void MqttClient::serve_queue() {
    if (state_ != State::connected || send_ticks_ > 0) return;
    if (const auto packet = queue_.pop()) transmit(*packet);
}

void MqttClient::transmit(const QueuedPacket& packet) {
    send_ticks_ = send_timeout_ticks;
    publish_under_way_ = std::holds_alternative<mqtt::Publish>(packet.packet);
    record_sent_packet(events_, processor_.now(), packet.cause, packet.packet);
    // What is handed to TCP before a restart never leaves (platform assumption P7).
    if (!processor_.restart_pending()) network_.send(packet.bytes, packet.cause);
}

void MqttClient::tcp_sent() {
    send_ticks_ = 0;
    if (std::exchange(publish_under_way_, false)) firmware_.mqtt_published();
    serve_queue();
}

bool MqttClient::is_settled() const {
    return state_ == State::connected && queue_.empty() && send_ticks_ == 0;
}

// ---- receiving ----

void MqttClient::tcp_received(boost::span<const std::uint8_t> segment, Cause cause) {
    if (segment.size() >= segment_buffer && !fixes_[Quirk::long_segment_lost]) {
        firmware_.mqtt_warned("Message too long");
        return;
    }
    // Each segment is read on its own: a packet that is split over two is lost.
    mqtt::PacketReader reader;
    reader.feed(segment);
    auto next = reader.next();
    while (next && *next) {
        const mqtt::Packet packet = std::move(**next);
        next = reader.next();
        const bool is_last = !next || !*next;
        const bool reads_on = handle(packet, is_last, cause);
        if (!reads_on && !fixes_[Quirk::rest_of_segment_lost]) return;
    }
}

bool MqttClient::handle(const mqtt::Packet& packet, bool is_last, Cause cause) {
    if (state_ == State::awaiting_connack && std::holds_alternative<mqtt::Connack>(packet)) {
        acknowledged_connect(std::get<mqtt::Connack>(packet), cause);
    } else if (state_ != State::connected) {
        return false;
    } else if (const auto* message = std::get_if<mqtt::Publish>(&packet)) {
        receive(*message, is_last, cause);
        return true;
    } else if (const auto* received = std::get_if<mqtt::Pubrec>(&packet)) {
        acknowledge(mqtt::Pubrel{received->packet_id}, cause);
    } else if (const auto* release = std::get_if<mqtt::Pubrel>(&packet)) {
        acknowledge(mqtt::Pubcomp{release->packet_id}, cause);
    }
    return false;
}

void MqttClient::acknowledged_connect(const mqtt::Connack& answer, Cause cause) {
    if (answer.return_code != 0 && fixes_[Quirk::connack_unchecked]) {
        network_.disconnect();
        connection_lost();
        return;
    }
    state_ = State::connected;
    firmware_.mqtt_connected(cause);
    post_serve();
}

void MqttClient::receive(const mqtt::Publish& message, bool is_last, Cause cause) {
    if (message.qos == 1) acknowledge(mqtt::Puback{message.packet_id}, cause);
    if (message.qos == 2) acknowledge(mqtt::Pubrec{message.packet_id}, cause);
    if (message.retain && fixes_[Quirk::obeys_retained]) return;
    const bool payload_is_missing = message.qos > 0 && message.payload.empty() && is_last;
    firmware_.mqtt_received(message.topic, payload_is_missing ? nullptr : &message.payload, cause);
}

}  // namespace otbench::firmware
