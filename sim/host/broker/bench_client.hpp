#pragma once

#include <mqtt/async_client.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sim/host/broker/broker_link.hpp"
#include "sim/mqtt/broker.hpp"

namespace otbench::sim {

/// The bench's own client of a real broker: Eclipse Paho, MQTT 3.1.1, clean session. Paho's threads only post into the
/// event loop, where the handlers run. One action at a time.
///
/// A process may end with `_exit` without destroying it; the broker then detects a closed connection, and publishes no
/// will.
class BenchClient : private ::mqtt::callback, private ::mqtt::iaction_listener {
public:
    using OnMessage = std::function<void(MqttMessage message)>;
    using OnLost = std::function<void()>;

    BenchClient(EventLoop& loop, const BrokerAddress& address, OnMessage on_message, OnLost on_lost);
    /// Says DISCONNECT. Paho then takes some 100 ms to end its threads.
    ~BenchClient() override;
    BenchClient(const BenchClient&) = delete;
    BenchClient& operator=(const BenchClient&) = delete;

    // Each starts an action; in the event loop `done()` reports the end of its handshake, `error()` a failure.
    void connect(const BrokerAddress& address);
    void publish(const MqttMessage& message);
    void subscribe(const std::string& filter, int qos);

    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] const std::optional<std::string>& error() const { return error_; }

private:
    void start(const std::function<void(void* number)>& action);
    /// Called by Paho's threads: runs `action` in the event loop unless this object is gone by then.
    template <typename Action>
    void post(Action action);
    void finish(std::optional<std::string> error);
    void finish_from_paho(const ::mqtt::token& token, std::optional<std::string> error);

    void message_arrived(::mqtt::const_message_ptr message) override;
    void connection_lost(const std::string& cause) override;
    void on_success(const ::mqtt::token& token) override;
    void on_failure(const ::mqtt::token& token) override;

    EventLoop& loop_;
    OnMessage on_message_;
    OnLost on_lost_;
    std::uintptr_t action_ = 0;  ///< its number, Paho's user context: Paho reports twice that it has connected
    bool done_ = true;
    std::optional<std::string> error_;
    std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
    ::mqtt::async_client client_;
};

/// Sets TCP_NODELAY on every socket of this process that is connected to one of `endpoints`: Paho does not, and without
/// it each message of a burst waits for an acknowledgement of the one before (1 to 2 ms instead of 0.05).
void disable_nagle(const BrokerEndpoints& endpoints);

}  // namespace otbench::sim
