#include "firmware_model/served/odp_network.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>

#include <algorithm>

#include "sdk/odp.h"

namespace otbench::firmware {
namespace {

constexpr int broker_connection = 1;
constexpr std::size_t address_size = 4;

std::string address_text(const std::uint8_t* octets) {
    return fmt::format("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3]);
}

}  // namespace

void OdpNetwork::wifi_changed(int change, const std::uint8_t* addresses) {
    if (change == ODP_ASSOCIATED) return device_->wifi_associated();
    if (change == ODP_DISCONNECTED) return device_->wifi_lost();
    if (change != ODP_GOT_ADDRESS) return;
    if (addresses != nullptr)
        for (std::string* text :
             {&station_.address, &station_.mask, &station_.gateway, &station_.dns1, &station_.dns2}) {
            *text = address_text(addresses);
            addresses += address_size;
        }
    device_->wifi_got_ip();
}

void OdpNetwork::net_changed(int change, boost::span<const std::uint8_t> body) {
    switch (change) {
        case ODP_RESOLVED:
            if (body.size() == address_size) std::copy(body.begin(), body.end(), resolved_.begin());
            return device_->host_resolved(body.size() == address_size);
        case ODP_CONNECTED: return device_->tcp_connected();
        case ODP_FAILED:
        case ODP_RESET: return device_->tcp_failed();
        case ODP_RECEIVED: return device_->tcp_received(body, Cause::none);
        case ODP_SENT: return device_->tcp_sent();
        case ODP_CLOSED: return device_->tcp_closed();
        default: return;
    }
}

void OdpNetwork::wifi_connect(const std::string& ssid) {
    odp_wifi(&bench_, ODP_WIFI_CONNECT, ssid.c_str(), "");
}

void OdpNetwork::resolve(const std::string& host) {
    odp_net_resolve(&bench_, broker_connection, host.c_str());
}

void OdpNetwork::connect(const std::string& host, std::uint16_t port) {
    std::array<std::uint8_t, address_size> address = resolved_;
    static_cast<void>(::inet_pton(AF_INET, host.c_str(), address.data()));  // a name has been resolved before
    odp_net_open(&bench_, broker_connection, address.data(), port);
}

void OdpNetwork::send(boost::span<const std::uint8_t> bytes, Cause /*cause*/) {
    odp_net_send(&bench_, broker_connection, bytes.data(), bytes.size());
}

void OdpNetwork::disconnect() {
    odp_net_close(&bench_, broker_connection);
}

}  // namespace otbench::firmware
