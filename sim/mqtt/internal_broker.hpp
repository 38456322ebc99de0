#pragma once

#include "sim/mqtt/broker.hpp"
#include "sim/mqtt/mqtt_broker.hpp"

namespace otbench::sim {

/// The broker in this process: no sockets, no other clients, the same behaviour as mosquitto.
class InternalBroker : public Broker {
public:
    bool open(ConnectionId connection) override;
    std::vector<BrokerOutput> send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                   Cause cause) override;
    std::vector<BrokerOutput> close(ConnectionId connection, CloseKind kind) override;
    [[nodiscard]] std::optional<Nanoseconds> silence_limit(ConnectionId connection) const override;
    std::vector<BrokerOutput> expire(ConnectionId connection) override;
    std::vector<BrokerOutput> publish(const MqttMessage& message, Cause cause) override;
    std::vector<BrokerOutput> subscribe(const std::string& filter, int qos) override;
    std::vector<BrokerOutput> unsolicited() override { return {}; }
    [[nodiscard]] std::string description() const override { return "internal"; }

private:
    MqttBroker broker_;
};

}  // namespace otbench::sim
