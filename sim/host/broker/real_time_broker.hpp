#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/host/broker/broker_link.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// A real broker in real time: each connection of a device is a connection to the broker, and octets are passed on as
/// they come, in the segments in which they come. Nothing is predicted and nothing is waited for, so the broker may be
/// late, refuse, break connections and go away as it likes. For runs whose pace is real time.
///
/// The bench's own client takes no part: its subscriptions bring nothing, and it cannot publish.
class RealTimeBroker : public Broker {
public:
    /// Looks up the host name at `address`. Throws `BrokerError`; that no broker is there is no error.
    explicit RealTimeBroker(const BrokerAddress& address);
    ~RealTimeBroker() override;

    bool open(ConnectionId connection) override;
    std::vector<BrokerOutput> send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                   Cause cause) override;
    std::vector<BrokerOutput> close(ConnectionId connection, CloseKind kind) override;
    /// The broker measures that itself.
    [[nodiscard]] std::optional<Nanoseconds> silence_limit(ConnectionId /*connection*/) const override { return {}; }
    std::vector<BrokerOutput> expire(ConnectionId /*connection*/) override { return {}; }
    /// Throws `BrokerError`.
    std::vector<BrokerOutput> publish(const MqttMessage& message, Cause cause) override;
    std::vector<BrokerOutput> subscribe(const std::string& /*filter*/, int /*qos*/) override { return {}; }
    std::vector<BrokerOutput> unsolicited() override;
    [[nodiscard]] std::string description() const override { return description_; }

private:
    EventLoop loop_;
    std::string description_;
    BrokerEndpoints endpoints_;
    std::map<ConnectionId, std::shared_ptr<BrokerLink>> links_;
    std::vector<BrokerOutput> arrived_;
};

}  // namespace otbench::sim
