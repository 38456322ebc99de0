#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/host/broker/broker_link.hpp"

namespace otbench::sim {

/// A client name that no other client of the broker has.
std::string unique_client_id(const std::string& role);

/// A client of the bench that publishes nothing and subscribes nothing. It finds out whether the broker takes clients,
/// and how far the broker has come: what reached it before a ping has been dealt with when the ping is answered.
class ProbeClient {
public:
    /// `on_closed` is called when the broker closes the connection after it had accepted it.
    ProbeClient(EventLoop& loop, std::function<void()> on_closed);
    ~ProbeClient();
    ProbeClient(const ProbeClient&) = delete;
    ProbeClient& operator=(const ProbeClient&) = delete;

    /// Waits until the broker has accepted the client, at most `broker_patience` for each step. Nothing when it has;
    /// else what was in the way, in words.
    std::optional<std::string> connect(const BrokerEndpoints& endpoints, const BrokerAddress& credentials);

    /// Asks for a sign of life.
    void ping();
    /// True when every ping so far has been answered.
    [[nodiscard]] bool answered() const { return unanswered_ == 0; }

private:
    EventLoop& loop_;
    std::shared_ptr<BrokerLink> link_;
    std::function<void()> on_closed_;
    std::optional<mqtt::Connack> connack_;
    bool closed_ = false;
    int unanswered_ = 0;
};

}  // namespace otbench::sim
