#pragma once

#include <boost/core/span.hpp>
#include <string>
#include <string_view>

#include "firmware_model/network/mqtt_sender.hpp"
#include "firmware_model/network/network_port.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::firmware {

/// The MQTT library's callbacks to the firmware. Called from its tasks.
class MqttEvents {
public:
    virtual ~MqttEvents() = default;

    virtual void mqtt_connected(Cause cause) = 0;
    virtual void mqtt_disconnected() = 0;
    /// Something that is worth a line in the log.
    virtual void mqtt_warned(std::string_view text) = 0;
    /// The network has taken a message, up to its last octet.
    virtual void mqtt_published() = 0;
    /// A message; a missing payload differs from an empty one (quirk Q84).
    virtual void mqtt_received(const std::string& topic, const std::string* payload, Cause cause) = 0;
};

/// The firmware's MQTT library: connection, keep-alive, endless reconnect, and what it does with received packets
/// (spec: firmware, section 1.6). From one MQTT initialisation to the next.
class MqttClient {
public:
    MqttClient(Processor& processor, NetworkPort& network, EventSink& events, MqttEvents& firmware, std::string host,
               std::uint16_t port, mqtt::Connect connect, QuirkFixes fixes = {});
    ~MqttClient();
    MqttClient(const MqttClient&) = delete;
    MqttClient& operator=(const MqttClient&) = delete;

    /// Starts a connection attempt; further ones follow for ever.
    void connect();

    /// What goes out.
    [[nodiscard]] MqttSender& sender() { return sender_; }

    /// True when connected, nothing is queued and nothing is unacknowledged.
    [[nodiscard]] bool is_idle() const { return state_ == State::connected && sender_.is_idle(); }

    // What the network answers.
    void host_resolved(bool found);
    void tcp_connected();
    void tcp_failed();
    void tcp_closed();
    void tcp_sent() { sender_.sent(); }
    void tcp_received(boost::span<const std::uint8_t> segment, Cause cause);

private:
    enum class State { connecting, awaiting_connack, connected, waiting_to_reconnect };

    void enter(State state);
    void tick();
    void open_tcp();
    /// Handles one packet; false when the remainder of its segment is ignored (quirk Q5).
    bool handle(const mqtt::Packet& packet, bool is_last, Cause cause);
    void acknowledged_connect(const mqtt::Connack& answer, Cause cause);
    void receive(const mqtt::Publish& message, bool is_last, Cause cause);
    void connection_lost();

    Processor& processor_;
    NetworkPort& network_;
    EventSink& events_;
    MqttEvents& firmware_;
    const std::string host_;
    const std::uint16_t port_;
    const mqtt::Connect connect_;
    const QuirkFixes fixes_;

    MqttSender sender_;
    State state_ = State::connecting;
    int keep_alive_ticks_ = 0;
    int reconnect_ticks_ = 0;
    TimerId ticks_ = TimerId::none;
};

}  // namespace otbench::firmware
