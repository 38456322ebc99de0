#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::sim {

/// A device's TCP connection to the broker, numbered by the caller that opens it; unique in a run.
enum class ConnectionId : std::uint32_t {};

/// An application message as a client sends or receives it.
struct MqttMessage {
    std::string topic;
    std::string payload;
    int qos = 0;
    bool retain = false;
};

/// Octets from the broker for a device: one MQTT packet.
struct ToDevice {
    ConnectionId connection;
    std::vector<std::uint8_t> bytes;
    Cause cause;  ///< what was given with the message or packet this answers
    bool answer;  ///< true: the broker's own answer to that device's packet; false: a message forwarded to it
};
/// A message for the bench's own client.
struct ToBench {
    MqttMessage message;
    Cause cause;
};
/// The broker closed a device's connection.
struct ConnectionClosed {
    ConnectionId connection;
};
using BrokerOutput = std::variant<ToDevice, ToBench, ConnectionClosed>;

/// The broker cannot be reached, went away or did not do what it had to: `what()` is the one line for the user.
class BrokerError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How a device's side of a connection ends.
enum class CloseKind { orderly, reset };

/// How clients outside the bench reach a broker.
struct BrokerAccess {
    std::string host;  ///< empty: not at all
    std::uint16_t port = 0;
    std::string user, password;
};

/// A broker in lock-step: every call does one thing to it and returns all that follows from it, in an order that does
/// not depend on threads or sockets: first what goes to the device that acted, then the other devices by number, then
/// the bench. So virtual time never runs while a message is in flight, and a run against a real broker has the same
/// time stamps as one in process. Every call may throw `BrokerError`. A call for a connection that is no longer open
/// does nothing: either side may close it before the other knows.
class Broker {
public:
    virtual ~Broker() = default;

    /// A device opens a TCP connection. False: refused.
    virtual bool open(ConnectionId connection) = 0;
    /// A device's octets (any piece of its stream).
    virtual std::vector<BrokerOutput> send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                           Cause cause) = 0;
    /// Closes a device's side; the broker then publishes its will unless it sent DISCONNECT.
    virtual std::vector<BrokerOutput> close(ConnectionId connection, CloseKind kind) = 0;

    /// How long the broker tolerates a device's silence: one and a half times the keep-alive of its CONNECT. Nothing
    /// when the silence is unlimited. The caller's clock is virtual time.
    [[nodiscard]] virtual std::optional<Nanoseconds> silence_limit(ConnectionId connection) const = 0;
    /// The silence limit has passed: the broker closes the connection and publishes the device's will.
    virtual std::vector<BrokerOutput> expire(ConnectionId connection) = 0;

    /// The bench's own client. `BrokerError` for a topic with wildcards, a malformed filter and the like.
    virtual std::vector<BrokerOutput> publish(const MqttMessage& message, Cause cause) = 0;
    virtual std::vector<BrokerOutput> subscribe(const std::string& filter, int qos) = 0;

    /// What other people's clients caused since the last call; empty for brokers that have none.
    virtual std::vector<BrokerOutput> unsolicited() = 0;

    [[nodiscard]] virtual BrokerAccess access() const { return {}; }
    /// How a report names it: `internal`, `mosquitto 2.0.11 on 127.0.0.1:41234`.
    [[nodiscard]] virtual std::string description() const = 0;
};

}  // namespace otbench::sim
