#pragma once

#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/network/network_port.hpp"

namespace otbench::firmware {

/// The access point, name server and broker of the reference recordings, with their delays. The broker acknowledges
/// everything and forwards nothing; commands are delivered by `deliver`.
class TraceNetwork : public NetworkPort {
public:
    using Clock = std::function<Nanoseconds()>;

    /// `connack` is the broker's answer to a CONNECT; if it is not 0 the broker closes the connection after it.
    TraceNetwork(Agenda& agenda, Clock clock, bool wifi_up, bool broker_up, std::uint8_t connack = 0)
        : agenda_(agenda), clock_(std::move(clock)), wifi_up_(wifi_up), broker_up_(broker_up), connack_(connack) {}

    /// Gives the device the packets in one segment, now. Lost when it is not connected.
    void deliver(const std::vector<mqtt::Packet>& packets);
    void set_broker(bool up) { broker_up_ = up; }
    /// Closes the connection in an orderly way, or lets it break.
    void drop(bool is_error = false);
    /// Ends the association with the access point, which takes the device back.
    void drop_wifi();

    void attach(NetworkEvents& device) override { device_ = &device; }
    void wifi_connect(const std::string& ssid) override;
    void resolve(const std::string& host) override;
    void connect(const std::string& host, std::uint16_t port) override;
    void send(boost::span<const std::uint8_t> bytes, Cause cause) override;
    void disconnect() override;
    void power_cycle() override;

private:
    /// Calls `action` in `delay` from now unless the device has restarted by then.
    void in(Nanoseconds delay, std::function<void()> action);
    /// The same, unless the connection is gone by then.
    void in_connection(Nanoseconds delay, std::function<void()> action);

    Agenda& agenda_;
    Clock clock_;
    bool wifi_up_;
    bool broker_up_;
    std::uint8_t connack_;
    NetworkEvents* device_ = nullptr;
    bool connected_ = false;
    int run_ = 0;         ///< counts restarts of the device
    int connection_ = 0;  ///< counts connections
};

}  // namespace otbench::firmware
