#include "sim/host/broker/mqtt_connection.hpp"

#include <fmt/core.h>
#include <mqtt/async_client.h>

#include <algorithm>

#include "sim/host/broker/broker_client.hpp"
#include "sim/host/broker/broker_secrets.hpp"
#include "sim/host/broker/event_loop.hpp"

namespace otbench::sim {

class MqttConnection::Client {
public:
    Client(const BrokerAddress& address, const std::string& role, const std::optional<MqttMessage>& will)
        : url_(address.url()), client_(address.paho_url(), unique_client_id(role)) {
        check(address);
        auto options = paho_options(address);
        if (will) options.set_will_message(message_of(*will));
        client_.start_consuming();
        finish("connect", [&] { return client_.connect(options); });
    }
    ~Client() {
        try {
            if (client_.is_connected()) client_.disconnect()->wait_for(broker_patience);
        } catch (const ::mqtt::exception&) {
            // the connection is already gone
        }
    }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    void subscribe(const std::string& filter, int qos) {
        finish("subscribe", [&] { return client_.subscribe(filter, qos); });
    }
    void publish(const MqttMessage& message) {
        finish("publish", [&] { return client_.publish(message_of(message)); });
    }
    std::optional<MqttMessage> receive(Nanoseconds limit) {
        const auto message = client_.try_consume_message_for(std::max(limit, Nanoseconds{0}));
        if (message)
            return MqttMessage{message->get_topic(), message->get_payload_str(), message->get_qos(),
                               message->is_retained()};
        // Paho hands out a null message both when the time is over and when the connection has gone.
        if (!client_.is_connected()) throw BrokerError{fmt::format("broker {}: the connection was lost", url_)};
        return std::nullopt;
    }

private:
    /// Throws why the broker takes no client: Paho would only give a return code.
    void check(const BrokerAddress& address) const {
        EventLoop loop;
        if (const auto trouble = BrokerClient{loop}.connect(resolve(loop, address), address))
            throw BrokerError{fmt::format("broker {}: {}", url_, *trouble)};
    }
    static ::mqtt::message_ptr message_of(const MqttMessage& message) {
        return ::mqtt::make_message(message.topic, message.payload, message.qos, message.retain);
    }

    /// Starts an action and waits for its end.
    template <class Action>
    void finish(const char* what, Action action) {
        try {
            if (action()->wait_for(broker_patience)) return;
        } catch (const ::mqtt::exception& error) {
            throw BrokerError{fmt::format("broker {}: cannot {}: {}", url_, what, error.what())};
        }
        throw BrokerError{
            fmt::format("broker {}: cannot {}: no answer within {} s", url_, what, broker_patience.count())};
    }

    std::string url_;
    ::mqtt::async_client client_;
};

MqttConnection::MqttConnection(const BrokerAddress& address, const std::string& role,
                               const std::optional<MqttMessage>& will)
    : client_(std::make_unique<Client>(address, role, will)) {}
MqttConnection::~MqttConnection() = default;

void MqttConnection::subscribe(const std::string& filter, int qos) {
    client_->subscribe(filter, qos);
}
void MqttConnection::publish(const MqttMessage& message) {
    client_->publish(message);
}
std::optional<MqttMessage> MqttConnection::receive(Nanoseconds limit) {
    return client_->receive(limit);
}

}  // namespace otbench::sim
