#include "firmware_model/network/mqtt_client.hpp"

#include <utility>

#include "base/event_kinds.hpp"
#include "firmware_model/network/server_name.hpp"

namespace otbench::firmware {
namespace {

using namespace std::chrono_literals;

// Spec: firmware, sections 1.6 and 10.
constexpr std::size_t segment_buffer = 1024;
constexpr int reconnect_after_ticks = 5;  // exceeded: the sixth tick

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
      sender_(
          processor, network, events, fixes_, [this](std::string_view text) { firmware_.mqtt_warned(text); },
          [this] { firmware_.mqtt_published(); }) {}

MqttClient::~MqttClient() {
    processor_.cancel(ticks_);
}

// ---- connection ----

void MqttClient::enter(State state) {
    state_ = state;
    sender_.open(state == State::connected);
}

void MqttClient::connect() {
    processor_.cancel(ticks_);
    ticks_ = processor_.every(1s, [this] { tick(); });
    keep_alive_ticks_ = reconnect_ticks_ = 0;
    enter(State::connecting);
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
    enter(State::awaiting_connack);
    sender_.send_now(connect_);
}

void MqttClient::tcp_failed() {
    connection_lost();
    if (fixes_[Quirk::broken_connection_unnoticed])
        firmware_.mqtt_disconnected();  // otherwise it is not notified and continues to queue
}

void MqttClient::tcp_closed() {
    connection_lost();
    firmware_.mqtt_disconnected();
}

void MqttClient::connection_lost() {
    enter(State::waiting_to_reconnect);
}

void MqttClient::tick() {
    if (state_ == State::connected && ++keep_alive_ticks_ > int{connect_.keep_alive_s}) {
        keep_alive_ticks_ = 0;
        sender_.send_now(mqtt::Pingreq{});
    }
    sender_.tick();
    if (state_ == State::waiting_to_reconnect && ++reconnect_ticks_ > reconnect_after_ticks) connect();
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
        sender_.acknowledge(mqtt::Pubrel{received->packet_id}, cause);
    } else if (const auto* release = std::get_if<mqtt::Pubrel>(&packet)) {
        sender_.acknowledge(mqtt::Pubcomp{release->packet_id}, cause);
    }
    return false;
}

void MqttClient::acknowledged_connect(const mqtt::Connack& answer, Cause cause) {
    if (answer.return_code != 0 && fixes_[Quirk::connack_unchecked]) {
        network_.disconnect();
        connection_lost();
        return;
    }
    enter(State::connected);
    firmware_.mqtt_connected(cause);
    sender_.serve_later();
}

void MqttClient::receive(const mqtt::Publish& message, bool is_last, Cause cause) {
    if (message.qos == 1) sender_.acknowledge(mqtt::Puback{message.packet_id}, cause);
    if (message.qos == 2) sender_.acknowledge(mqtt::Pubrec{message.packet_id}, cause);
    if (message.retain && fixes_[Quirk::obeys_retained]) return;
    const bool payload_is_missing = message.qos > 0 && message.payload.empty() && is_last;
    firmware_.mqtt_received(message.topic, payload_is_missing ? nullptr : &message.payload, cause);
}

}  // namespace otbench::firmware
