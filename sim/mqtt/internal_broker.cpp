#include "sim/mqtt/internal_broker.hpp"

namespace otbench::sim {

bool InternalBroker::open(ConnectionId connection) {
    broker_.open(connection);
    return true;
}

std::vector<BrokerOutput> InternalBroker::send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                               Cause cause) {
    return broker_.send(connection, bytes, cause);
}

std::vector<BrokerOutput> InternalBroker::close(ConnectionId connection, CloseKind) {
    return broker_.close(connection);
}

std::optional<Nanoseconds> InternalBroker::silence_limit(ConnectionId connection) const {
    return broker_.silence_limit(connection);
}

std::vector<BrokerOutput> InternalBroker::expire(ConnectionId connection) {
    return broker_.expire(connection);
}

std::vector<BrokerOutput> InternalBroker::publish(const MqttMessage& message, Cause cause) {
    return broker_.publish(message, cause);
}

std::vector<BrokerOutput> InternalBroker::subscribe(const std::string& filter, int qos) {
    return broker_.subscribe(filter, qos);
}

}  // namespace otbench::sim
