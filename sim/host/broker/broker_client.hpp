#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/host/broker/broker_link.hpp"

namespace otbench::sim {

/// A client name that no other client of the broker has.
std::string unique_client_id(const std::string& role);

/// A client of a broker, of MQTT 3.1.1 and with a clean session. By itself it finds out whether the broker takes
/// clients, and how far the broker has come: what reached it before a ping has been dealt with when the ping is
/// answered.
class BrokerClient {
public:
    using OnPacket = std::function<void(const mqtt::Packet& packet)>;
    using OnClosed = std::function<void()>;

    /// `role` is part of its name. `on_packet` is called for each packet of the broker other than CONNACK and PINGRESP,
    /// `on_closed` when the broker closes the connection after it had accepted it.
    BrokerClient(EventLoop& loop, const std::string& role, OnPacket on_packet, OnClosed on_closed);
    /// The same, for which other packets do not matter.
    explicit BrokerClient(EventLoop& loop)
        : BrokerClient(
              loop, "probe", [](const mqtt::Packet&) {}, [] {}) {}
    /// Closes the connection.
    ~BrokerClient();
    BrokerClient(const BrokerClient&) = delete;
    BrokerClient& operator=(const BrokerClient&) = delete;

    /// Waits until the broker has accepted the client, at most `broker_patience` for each step. Nothing when it has;
    /// else what was in the way, in words.
    std::optional<std::string> connect(const BrokerEndpoints& endpoints, const BrokerAddress& credentials);

    /// Throws as `mqtt::encode`. When the broker has gone, that shows as its closing.
    void send(const mqtt::Packet& packet);
    /// Asks for a sign of life.
    void ping();
    /// True when every ping so far has been answered.
    [[nodiscard]] bool answered() const { return unanswered_ == 0; }

private:
    EventLoop& loop_;
    std::shared_ptr<BrokerLink> link_;
    std::string id_;
    OnPacket on_packet_;
    OnClosed on_closed_;
    std::optional<mqtt::Connack> connack_;
    bool closed_ = false;
    int unanswered_ = 0;
};

}  // namespace otbench::sim
