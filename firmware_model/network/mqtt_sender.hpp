#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "firmware_model/network/network_port.hpp"
#include "firmware_model/network/packet_queue.hpp"
#include "firmware_model/processor/processor.hpp"
#include "firmware_model/storage/quirks.hpp"

namespace otbench::firmware {

/// The sending half of the firmware's MQTT library: one queue of packets, of which one at a time is under way (spec:
/// firmware, section 1.6). From one MQTT initialisation to the next.
class MqttSender {
public:
    /// `warn` gets what is worth a line in the log; `published` is called when the network has taken a message.
    MqttSender(Processor& processor, NetworkPort& network, EventSink& events, const QuirkFixes& fixes,
               std::function<void(std::string_view)> warn, std::function<void()> published);
    ~MqttSender();
    MqttSender(const MqttSender&) = delete;
    MqttSender& operator=(const MqttSender&) = delete;

    /// Whether the queue may be served: the broker has accepted the connection.
    void open(bool on) { open_ = on; }

    /// Queues a message; older ones make room for it. The event `cause` goes with it to the network.
    void publish(std::string topic, std::string payload, std::uint8_t qos, bool retain, Cause cause);
    /// Queues a subscription, with QoS 0 (quirk Q1).
    void subscribe(std::string filter, Cause cause);
    /// Queues the answer to a packet; it is lost when there is no room.
    void acknowledge(mqtt::Packet packet, Cause cause);
    /// Sends a packet past the queue.
    void send_now(mqtt::Packet packet);
    /// Serves the queue once the running code has returned.
    void serve_later();

    /// A second has passed.
    void tick();
    /// The network has taken what was sent last.
    void sent();
    /// True when nothing is queued and nothing is unacknowledged.
    [[nodiscard]] bool is_idle() const { return queue_.empty() && send_ticks_ == 0; }

private:
    void enqueue(mqtt::Packet packet, Cause cause);
    void serve();
    void transmit(const QueuedPacket& packet);
    std::uint16_t next_packet_id();

    Processor& processor_;
    NetworkPort& network_;
    EventSink& events_;
    const QuirkFixes& fixes_;
    const std::function<void(std::string_view)> warn_;
    const std::function<void()> published_;

    PacketQueue queue_;
    bool open_ = false;
    std::uint16_t last_packet_id_ = 0;
    int send_ticks_ = 0;              ///< what is left of the time a packet may be unacknowledged
    bool publish_under_way_ = false;  ///< what was sent last is a message, and not acknowledged yet
    TimerId serve_ = TimerId::none;   ///< the posted task that serves the queue
};

}  // namespace otbench::firmware
