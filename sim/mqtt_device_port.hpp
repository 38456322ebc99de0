#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "sim/mqtt_network.hpp"

namespace otbench::sim {

/// One device's Wi-Fi station, TCP connection and HTTP port, and the faults between it and the broker.
class MqttNetwork::DevicePort : public firmware::NetworkPort, public ConnectionOwner {
public:
    DevicePort(MqttNetwork& network, std::string name);

    [[nodiscard]] const std::string& name() const { return name_; }
    HttpAccess& http() { return http_; }

    // What the device does.
    void attach(firmware::NetworkEvents& device) override;
    void wifi_connect(const std::string& ssid) override;
    void wifi_disconnect() override;
    void resolve(const std::string& host) override;
    void connect(const std::string& address, std::uint16_t port) override;
    void send(boost::span<const std::uint8_t> bytes, Cause cause) override;
    void disconnect() override { drop(CloseKind::orderly); }
    void power_cycle() override;
    void http_listen(bool on) override { http_.listen(on); }
    void http_answer(firmware::HttpConnection connection, std::string bytes, Cause cause) override;
    void http_send(firmware::HttpConnection connection, std::string bytes, Cause cause) override {
        http_.send_back(connection, bytes, cause);
    }
    void http_close(firmware::HttpConnection connection) override { http_.close(connection); }
    NetworkPort* further_connection() override;
    void open_datagrams(std::uint16_t port, bool on) override;
    void send_datagram(std::uint16_t from_port, firmware::Datagram datagram, Cause cause) override;

    // What happens to it.
    void set_wifi(bool up);
    void set_faults(const PacketFaults& faults);
    [[nodiscard]] const PacketFaults& faults() const { return path_.faults(); }
    /// A third party between the device and the broker ends the connection.
    void end(CloseKind kind);
    // Also on the connection of its twin.
    void receive(ConnectionId connection, const std::vector<std::uint8_t>& packet, Cause cause,
                 Nanoseconds usual) override;
    void peer_closed(ConnectionId connection) override;
    /// Another device's datagram, or one of its own.
    void deliver(std::uint16_t port, const firmware::Datagram& datagram, Cause cause);

private:
    void associate();
    /// Runs `action` unless the device restarts before.
    void later(Nanoseconds delay, std::function<void()> action);
    /// Runs `action` unless the present connection ends before.
    void on_connection(Nanoseconds delay, std::function<void()> action);

    /// A whole packet of the device goes its way to the broker.
    void pass_on(const std::vector<std::uint8_t>& packet, Cause cause);
    void to_broker(ConnectionId connection, boost::span<const std::uint8_t> bytes, Cause cause);
    /// The broker sees the device's side of a connection end, behind all that is still on its way to it.
    void close_at_broker(ConnectionId connection, CloseKind kind);
    /// Answers a CONNECT in place of the broker, which does not get it.
    void refuse(Cause cause);
    /// Leaves in the trace what was done to a packet; the event, or `cause` when nothing was.
    Cause record(const PacketPassage& passage, PacketDirection direction, std::uint8_t type, Cause cause);

    /// Lets the broker close the connection when the device has been silent for longer than its keep-alive allows.
    void watch_silence();
    /// From now on the broker hears nothing of the connection: it waits as long as the keep-alive allows.
    void sever();
    /// The connection is gone without a word.
    void vanish();
    /// So is it, with all that is on its way to the device.
    void break_off();
    void forget();
    void drop(CloseKind kind);

    void start_twin();
    void stop_twin();

    MqttNetwork& network_;
    const std::string name_;
    HttpAccess http_;
    firmware::NetworkEvents* device_ = nullptr;
    std::optional<ConnectionId> connection_;
    std::optional<ConnectionId> watched_;  ///< the connection whose silence is watched
    bool severed_ = false;                 ///< the connection is half open: only the device believes in it
    bool wants_wifi_ = false;
    Nanoseconds last_sent_{};  ///< when the broker heard of it last
    int life_ = 0;

    PacketPath path_;
    mqtt::PacketReader reader_;               ///< cuts what the device sends into packets
    std::vector<std::uint8_t> held_;          ///< of it, what has not gone on yet
    std::vector<std::uint8_t> last_connect_;  ///< its last CONNECT, which a twin repeats
    std::optional<ConnectionId> twin_;        ///< the connection of the twin, while it has one

    std::vector<std::unique_ptr<DevicePort>> further_;
    std::set<std::uint16_t> datagram_ports_;
};

}  // namespace otbench::sim
