#include "sim/host/broker/real_time_broker.hpp"

#include <fmt/core.h>

#include <utility>

namespace otbench::sim {

RealTimeBroker::RealTimeBroker(const BrokerAddress& address)
    : description_(fmt::format("{} in real time", address.url())), endpoints_(resolve(loop_, address)) {}

RealTimeBroker::~RealTimeBroker() {
    for (const auto& [connection, link] : links_) link->reset();
}

bool RealTimeBroker::open(ConnectionId connection) {
    auto link = std::make_shared<BrokerLink>(
        loop_,
        [this, connection](boost::span<const std::uint8_t> octets) {
            constexpr bool answer = true;  // what goes on at once
            arrived_.emplace_back(ToDevice{connection, {octets.begin(), octets.end()}, Cause::none, answer});
        },
        [this, connection] {
            links_.erase(connection);
            arrived_.emplace_back(ConnectionClosed{connection});
        });
    if (link->connect(endpoints_)) return false;
    links_[connection] = std::move(link);
    return true;
}

std::vector<BrokerOutput> RealTimeBroker::send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                               Cause /*cause*/) {
    if (const auto link = links_.find(connection); link != links_.end()) link->second->write(bytes);
    return {};
}

std::vector<BrokerOutput> RealTimeBroker::close(ConnectionId connection, CloseKind kind) {
    const auto found = links_.find(connection);
    if (found == links_.end()) return {};
    const auto link = std::move(found->second);
    links_.erase(found);
    if (kind == CloseKind::orderly) link->finish();
    link->reset();
    return {};
}

std::vector<BrokerOutput> RealTimeBroker::publish(const MqttMessage& message, Cause /*cause*/) {
    throw BrokerError{
        fmt::format("broker {}: the bench cannot publish to '{}' (expected a broker in lock-step, without the option "
                    "lock-step=no)",
                    description_, message.topic)};
}

std::vector<BrokerOutput> RealTimeBroker::unsolicited() {
    loop_.poll();
    return std::exchange(arrived_, {});
}

}  // namespace otbench::sim
