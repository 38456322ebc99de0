#include "sim/mqtt_network.hpp"

#include <optional>
#include <utility>

#include "sim/now.hpp"

namespace otbench::sim {

/// One device's Wi-Fi station, TCP connection and HTTP port.
class MqttNetwork::DevicePort : public firmware::NetworkPort {
public:
    explicit DevicePort(MqttNetwork& network) : network_(network), http_(network.alarms_, network.delays_) {}

    HttpAccess& http() { return http_; }

    void attach(firmware::NetworkEvents& device) override {
        device_ = &device;
        http_.attach(device);
    }

    void wifi_connect(const std::string& ssid) override {
        wants_wifi_ = !ssid.empty();
        if (network_.wifi_up_ && wants_wifi_) associate();
    }

    void set_wifi(bool up) {
        if (!wants_wifi_) return;
        if (up) return associate();
        ++life_;  // what is still on its way does not arrive
        vanish();
        device_->wifi_lost();
    }

    void associate() {
        later(network_.delays_.associate, [this] { device_->wifi_associated(); });
        later(network_.delays_.address, [this] { device_->wifi_got_ip(); });
    }

    void resolve(const std::string&) override {
        later(network_.delays_.resolve, [this] { device_->host_resolved(true); });
    }

    void connect(const std::string&, std::uint16_t) override {
        drop(CloseKind::orderly);
        const ConnectionId id{++network_.connections_};
        if (network_.broker_reachable_ && network_.broker_.open(id)) {
            connection_ = id;
            network_.open_[id] = this;
            on_connection(network_.delays_.connect, [this] { device_->tcp_connected(); });
        } else {
            later(network_.delays_.refuse, [this] { device_->tcp_failed(); });
        }
    }

    void send(boost::span<const std::uint8_t> bytes, Cause cause) override {
        if (!connection_) return;
        on_connection(network_.delays_.acknowledge, [this] { device_->tcp_sent(); });
        last_sent_ = now();
        network_.deliver(network_.broker_.send(*connection_, bytes, cause));
        if (connection_ && watched_ != connection_) watch_silence();
    }

    void disconnect() override { drop(CloseKind::orderly); }

    void power_cycle() override {
        ++life_;
        drop(CloseKind::reset);
        http_.power_cycle();
    }

    void http_listen(bool on) override { http_.listen(on); }
    void http_answer(firmware::HttpConnection connection, std::string bytes, Cause cause) override {
        http_.answer(connection, std::move(bytes), cause);
    }
    void http_close(firmware::HttpConnection connection) override { http_.close(connection); }

    void receive(std::vector<std::uint8_t> bytes, Cause cause, Nanoseconds delay) {
        on_connection(delay, [this, bytes = std::move(bytes), cause] { device_->tcp_received(bytes, cause); });
    }

    /// A third party between the device and the broker ends the connection.
    void end(CloseKind kind) {
        if (!connection_) return;
        const ConnectionId id = *connection_;
        forget();
        if (kind == CloseKind::orderly) {
            device_->tcp_closed();
        } else {
            device_->tcp_failed();
        }
        network_.deliver(network_.broker_.close(id, CloseKind::reset));
    }

    void peer_closed() {
        on_connection(network_.delays_.answer, [this] {
            forget();
            device_->tcp_closed();
        });
    }

private:
    /// Runs `action` unless the device restarts before.
    void later(Nanoseconds delay, std::function<void()> action) {
        network_.alarms_.at(now() + delay, [this, life = life_, action = std::move(action)] {
            if (life == life_) action();
        });
    }

    /// Runs `action` unless the present connection ends before.
    void on_connection(Nanoseconds delay, std::function<void()> action) {
        later(delay, [this, id = connection_, action = std::move(action)] {
            if (id == connection_) action();
        });
    }

    /// Lets the broker close the connection when the device has been silent for longer than its keep-alive allows.
    void watch_silence() {
        const auto limit = network_.broker_.silence_limit(*connection_);
        if (!limit) return;
        watched_ = connection_;
        on_connection(last_sent_ + *limit - now(), [this, limit] {
            if (now() < last_sent_ + *limit) return watch_silence();
            network_.deliver(network_.broker_.expire(*connection_));
        });
    }

    /// The connection is gone without a word: the broker waits as long as the keep-alive allows.
    void vanish() {
        if (!connection_) return;
        const ConnectionId id = *connection_;
        const auto limit = network_.broker_.silence_limit(id);
        forget();
        if (!limit) return;
        network_.alarms_.at(last_sent_ + *limit, [this, id] { network_.deliver(network_.broker_.expire(id)); });
    }

    void forget() {
        network_.open_.erase(*connection_);
        connection_.reset();
    }

    void drop(CloseKind kind) {
        if (!connection_) return;
        const ConnectionId id = *connection_;
        forget();
        network_.deliver(network_.broker_.close(id, kind));
    }

    MqttNetwork& network_;
    HttpAccess http_;
    firmware::NetworkEvents* device_ = nullptr;
    std::optional<ConnectionId> connection_;
    std::optional<ConnectionId> watched_;  ///< the connection whose silence is watched
    bool wants_wifi_ = false;
    Nanoseconds last_sent_{};
    int life_ = 0;
};

MqttNetwork::MqttNetwork(Broker& broker, firmware::Alarms& alarms) : broker_(broker), alarms_(alarms) {}

MqttNetwork::~MqttNetwork() = default;

MqttNetwork::Station MqttNetwork::add_device() {
    ports_.push_back(std::make_unique<DevicePort>(*this));
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

void MqttNetwork::set_broker(bool reachable) {
    broker_reachable_ = reachable;
    if (!reachable) end_connections(CloseKind::orderly);
}

void MqttNetwork::end_connections(CloseKind kind) {
    for (const auto& port : ports_) port->end(kind);
}

void MqttNetwork::poll() {
    deliver(broker_.unsolicited());
}

void MqttNetwork::deliver(std::vector<BrokerOutput> outputs) {
    for (BrokerOutput& output : outputs) {
        if (auto* bytes = std::get_if<ToDevice>(&output)) {
            const auto port = open_.find(bytes->connection);
            if (port == open_.end()) continue;  // closed while the broker spoke
            port->second->receive(std::move(bytes->bytes), bytes->cause,
                                  bytes->answer ? delays_.answer : delays_.forward);
        } else if (auto* message = std::get_if<ToBench>(&output)) {
            alarms_.at(now() + delays_.forward, [this, message = std::move(*message)] {
                if (listener_) listener_(message.message, message.cause);
            });
        } else {
            const auto port = open_.find(std::get<ConnectionClosed>(output).connection);
            if (port != open_.end()) port->second->peer_closed();
        }
    }
}

}  // namespace otbench::sim
