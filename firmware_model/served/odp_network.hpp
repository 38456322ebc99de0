#pragma once

#include <array>
#include <string>

#include "firmware_model/network/network_port.hpp"

struct odp;

namespace otbench::firmware {

/// The network of a model that is served as a process: the bench's, by the device protocol.
class OdpNetwork : public NetworkPort {
public:
    explicit OdpNetwork(odp& bench) : bench_(bench) {}

    // What the bench says (`odp_handlers`).
    void wifi_changed(int change, const std::uint8_t* addresses);
    void net_changed(int change, boost::span<const std::uint8_t> body);

    void attach(NetworkEvents& device) override { device_ = &device; }
    void wifi_connect(const std::string& ssid) override;
    [[nodiscard]] StationAddress station_address() const override { return station_; }
    void resolve(const std::string& host) override;
    void connect(const std::string& host, std::uint16_t port) override;
    void send(boost::span<const std::uint8_t> bytes, Cause cause) override;
    void disconnect() override;
    void power_cycle() override {}  // the process ends, and its connections with it

private:
    odp& bench_;
    NetworkEvents* device_ = nullptr;
    StationAddress station_;
    std::array<std::uint8_t, 4> resolved_{};  ///< the last answer of the name server
};

}  // namespace otbench::firmware
