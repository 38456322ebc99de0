#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/host/broker/broker_absence.hpp"
#include "sim/host/broker/broker_link.hpp"
#include "sim/host/broker/connect_signer.hpp"
#include "sim/mqtt/broker.hpp"
#include "sim/mqtt/expected_outputs.hpp"
#include "sim/mqtt/mqtt_broker.hpp"

namespace otbench::sim {

class BenchClient;
class Mosquitto;

/// A real broker in lock-step. Every action is done to the real broker and to `MqttBroker`; the latter says what has to
/// come of it, and the call returns when all of that has come: the real octets, in the predicted order and with the
/// predicted causes. What takes longer than `broker_patience` is a `BrokerError` that names what is missing.
///
/// An action that brings nothing is followed by a ping, on the same connection where the packets could be overtaken, so
/// that the broker has dealt with it when the call returns. The answers to those pings are not passed on.
///
/// Where the broker answers something else (a refused CONNECT, another QoS, a closed connection), that is what the
/// device gets. What was not predicted comes out of `unsolicited`: messages of other clients, and retained ones that
/// the broker held before the run.
///
/// When a broker that the bench did not start goes away, it has some wall-clock time to come back (`BrokerAbsence`),
/// during which virtual time stands still. Then the bench joins it anew with its subscriptions, and the devices find
/// their connections closed.
class LockStepBroker : public Broker {
public:
    /// Joins the broker at `address`. Throws `BrokerError` when there is none or it does not take the bench's clients.
    explicit LockStepBroker(const BrokerAddress& address, BrokerAbsence absence = {});
    /// Starts a mosquitto and joins it.
    explicit LockStepBroker(const std::vector<std::string>& mosquitto_configuration = {});
    ~LockStepBroker() override;

    bool open(ConnectionId connection) override;
    std::vector<BrokerOutput> send(ConnectionId connection, boost::span<const std::uint8_t> bytes,
                                   Cause cause) override;
    std::vector<BrokerOutput> close(ConnectionId connection, CloseKind kind) override;
    [[nodiscard]] std::optional<Nanoseconds> silence_limit(ConnectionId connection) const override;
    std::vector<BrokerOutput> expire(ConnectionId connection) override;
    std::vector<BrokerOutput> publish(const MqttMessage& message, Cause cause) override;
    std::vector<BrokerOutput> subscribe(const std::string& filter, int qos) override;
    std::vector<BrokerOutput> unsolicited() override;
    [[nodiscard]] BrokerAccess access() const override {
        return {address_.host, address_.port, address_.user.value_or(""), address_.password.value_or("")};
    }
    [[nodiscard]] std::string description() const override { return description_; }

private:
    /// A device's connection, and what it has sent of an incomplete packet.
    struct DeviceLink {
        std::shared_ptr<BrokerLink> link;
        mqtt::PacketReader sent;
        ConnectSigner signer;
    };
    struct Subscription {
        std::string filter;
        int qos;
    };

    void join();
    /// The broker has gone: waits for it to come back and joins it again. Throws `BrokerError` when it does not, or
    /// when it is the bench's own.
    void rejoin();
    /// Closes what was connected, and expects nothing more.
    void part();
    /// Does what every call begins with.
    void begin();
    void received(ConnectionId connection, const mqtt::Packet& packet, boost::span<const std::uint8_t> octets);
    void closed(ConnectionId connection);
    void received(MqttMessage message);
    void lost();
    /// The broker does not take part in what was predicted for this connection.
    void abandon(ConnectionId connection);

    void expect(std::vector<BrokerOutput> predicted, std::optional<ConnectionId> actor);
    /// Waits until all that is expected has come, and returns it.
    std::vector<BrokerOutput> await_outputs();
    /// Waits until the bench's client has ended its action, and for all that is expected.
    std::vector<BrokerOutput> await_bench(const std::string& action);
    void drop_link(ConnectionId connection);
    /// Throws what went wrong; that the broker has gone explains everything else.
    [[noreturn]] void fail(const std::string& what) const;

    EventLoop loop_;
    std::unique_ptr<Mosquitto> mosquitto_;  ///< nothing: a broker that the bench did not start
    BrokerAddress address_;
    BrokerAbsence absence_;
    std::string description_;
    BrokerEndpoints endpoints_;
    std::vector<Subscription> subscriptions_;  ///< the bench's own
    std::unique_ptr<BenchClient> bench_;
    std::map<ConnectionId, DeviceLink> devices_;
    MqttBroker predictor_;
    ExpectedOutputs expected_;
    std::vector<BrokerOutput> unsolicited_;
    bool joining_ = false;
    bool lost_ = false;     ///< the broker has gone
    bool gave_up_ = false;  ///< and did not come back
};

}  // namespace otbench::sim
