#pragma once

#include <string>
#include <vector>

#include "base/mqtt/mqtt_packet.hpp"
#include "firmware_model/hardware/agenda.hpp"
#include "firmware_model/network/network_port.hpp"

namespace otbench::firmware {

/// The access point, name server and broker of the reference recordings, with their delays. The broker acknowledges
/// everything and forwards nothing; commands are delivered by `deliver`.
///
/// In two things the recordings' network is unlike a real one, which `Kind::real` leaves out: a station without an SSID
/// joins it all the same, so that a device with an erased configuration connects again; and a device that starts an
/// update crashes as soon as it is connected to the update server.
class TraceNetwork : public NetworkPort {
public:
    using Clock = std::function<Nanoseconds()>;
    enum class Kind : std::uint8_t { recorded, real };
    struct Setup {
        bool wifi_up = true;
        bool broker_up = true;
        std::uint8_t connack = 0;  ///< the broker's answer to a CONNECT; if not 0 the broker closes the connection
        Kind kind = Kind::recorded;
    };

    TraceNetwork(Agenda& agenda, Clock clock, const Setup& setup)
        : agenda_(agenda), clock_(std::move(clock)), setup_(setup) {}

    /// Gives the device the packets in one segment, now. Lost when it is not connected.
    void deliver(const std::vector<mqtt::Packet>& packets);
    void set_broker(bool up) { setup_.broker_up = up; }
    /// Closes the connection in an orderly way, or lets it break.
    void drop(bool is_error = false);
    /// Ends the association with the access point, which takes the device back.
    void drop_wifi();

    void attach(NetworkEvents& device) override { device_ = &device; }
    void wifi_connect(const std::string& ssid) override;
    void wifi_disconnect() override;
    void resolve(const std::string& host) override;
    void connect(const std::string& host, std::uint16_t port) override;
    void send(boost::span<const std::uint8_t> bytes, Cause cause) override;
    void disconnect() override;
    void download(const std::string& host, std::uint16_t port, const std::string& path) override;
    void power_cycle() override;

private:
    /// Calls `action` in `delay` from now unless the device has restarted by then.
    void in(Nanoseconds delay, std::function<void()> action);
    /// The same, unless it has left the access point by then.
    void in_station(Nanoseconds delay, std::function<void()> action);
    /// The same, unless the connection, or the attempt at one, is gone by then.
    void in_connection(Nanoseconds delay, std::function<void()> action);
    void lose_connection();

    Agenda& agenda_;
    Clock clock_;
    Setup setup_;
    NetworkEvents* device_ = nullptr;
    bool connected_ = false;
    int run_ = 0;         ///< counts restarts of the device
    int station_ = 0;     ///< counts how often it has left the access point
    int connection_ = 0;  ///< counts connections and attempts that are gone
};

}  // namespace otbench::firmware
