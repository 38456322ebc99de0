#include "sim/mqtt_network.hpp"

#include <algorithm>
#include <utility>

#include "sim/mqtt_device_port.hpp"
#include "sim/now.hpp"
#include "sim/scripted_client.hpp"

namespace otbench::sim {

MqttNetwork::MqttNetwork(Broker& broker, firmware::Alarms& alarms, EventLog& log)
    : broker_(broker), alarms_(alarms), log_(log) {}

MqttNetwork::~MqttNetwork() = default;

MqttNetwork::Station MqttNetwork::add_device(const std::string& name) {
    ports_.push_back(std::make_unique<DevicePort>(*this, name));
    return {*ports_.back(), ports_.back()->http()};
}

void MqttNetwork::publish(const MqttMessage& message, Cause cause) {
    deliver(broker_.publish(message, cause));
}

void MqttNetwork::subscribe(const std::string& filter, int qos) {
    deliver(broker_.subscribe(filter, qos));
}

void MqttNetwork::set_wifi(bool up) {
    if (up == wifi_up_) return;
    wifi_up_ = up;
    for (const auto& port : ports_) port->set_wifi(up);
}

MqttNetwork::ScriptedClient& MqttNetwork::client(const std::string& name) {
    auto& client = clients_[name];
    if (!client) client = std::make_unique<ScriptedClient>(*this, name);
    return *client;
}

void MqttNetwork::set_broker(bool reachable) {
    broker_reachable_ = reachable;
    if (reachable) return;
    end_connections(CloseKind::orderly);
    for (const auto& [name, client] : clients_)
        if (client->is_open()) client->disconnect(CloseKind::reset, Cause::none);
}

void MqttNetwork::end_connections(CloseKind kind) {
    for (const auto& port : ports_) port->end(kind);
}

MqttNetwork::DevicePort& MqttNetwork::port_of(const std::string& device) const {
    return **std::find_if(ports_.begin(), ports_.end(), [&](const auto& port) { return port->name() == device; });
}

const PacketFaults& MqttNetwork::faults(const std::string& device) const {
    return port_of(device).faults();
}

void MqttNetwork::set_faults(const std::string& device, const PacketFaults& faults) {
    port_of(device).set_faults(faults);
}

void MqttNetwork::poll() {
    deliver(broker_.unsolicited());
}

void MqttNetwork::deliver(std::vector<BrokerOutput> outputs) {
    for (BrokerOutput& output : outputs) {
        if (auto* bytes = std::get_if<ToDevice>(&output)) {
            const auto port = open_.find(bytes->connection);
            if (port == open_.end()) continue;  // closed while the broker spoke
            port->second->receive(bytes->connection, bytes->bytes, bytes->cause,
                                  bytes->answer ? delays_.answer : delays_.forward);
        } else if (auto* message = std::get_if<ToBench>(&output)) {
            alarms_.at(now() + delays_.forward, [this, message = std::move(*message)] {
                if (listener_) listener_(message.message, message.cause);
            });
        } else {
            const auto port = open_.find(std::get<ConnectionClosed>(output).connection);
            if (port != open_.end()) port->second->peer_closed(port->first);
        }
    }
}

}  // namespace otbench::sim
