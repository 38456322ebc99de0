#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// What one action at a real broker has to bring, as `MqttBroker` predicts it, and how much of it has come. Gives the
/// real octets the predicted causes and an order that does not depend on which socket was read first.
class ExpectedOutputs {
public:
    /// `actor` is the connection that acts; nothing: the bench.
    explicit ExpectedOutputs(std::vector<BrokerOutput> predicted = {}, std::optional<ConnectionId> actor = {});

    /// Expects something that is not passed on: an answer that only proves that the broker has come that far.
    void expect_unseen(BrokerOutput output);
    /// Expects something after all that was predicted otherwise.
    void expect(BrokerOutput output);
    /// Waits no more for anything that has not come.
    void forgo_missing();
    /// Waits no more for what has not come on one connection.
    void forgo_missing(ConnectionId connection);

    // An actual output. False: it was not expected.
    bool match(ConnectionId connection, const mqtt::Packet& packet, boost::span<const std::uint8_t> octets);
    bool match(const MqttMessage& message);
    bool match_closed(ConnectionId connection);

    [[nodiscard]] bool complete() const;
    /// The first thing that is missing, in words.
    [[nodiscard]] std::string missing() const;
    /// What has come, in the order that `Broker` promises; to one device in the order of its arrival.
    [[nodiscard]] std::vector<BrokerOutput> arrived() const;
    [[nodiscard]] std::optional<ConnectionId> actor() const { return actor_; }

private:
    struct Entry {
        BrokerOutput output;
        std::optional<mqtt::Packet> packet;  ///< of a `ToDevice`
        bool seen = true;
        std::optional<std::size_t> arrival;
    };
    void add(BrokerOutput output, bool seen);
    void arrive(Entry& entry) { entry.arrival = arrivals_++; }
    template <typename Kind, typename Matches>
    Entry* find_missing(Matches matches);

    std::vector<Entry> entries_;
    std::optional<ConnectionId> actor_;
    std::size_t arrivals_ = 0;
};

}  // namespace otbench::sim
