#include "sim/device/peer_network.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>
#include <string>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/octets.hpp"
#include "firmware_model/network/mqtt_trace.hpp"

namespace otbench::sim {
namespace {

using odp::PeerEvent;

// Result codes as the SDK's sockets give them (docs/dev/device-protocol.md).
constexpr std::int8_t already_open = -15;
constexpr std::int8_t invalid_argument = -12;

// Where the bench's broker lives for every device; the address of the reference recordings.
constexpr std::array<std::uint8_t, 4> broker_address{192, 168, 1, 10};

std::array<std::uint8_t, 4> address_octets(const std::string& text) {
    std::array<std::uint8_t, 4> octets{};
    return ::inet_pton(AF_INET, text.c_str(), octets.data()) == 1 ? octets : broker_address;
}

}  // namespace

PeerNetwork::PeerNetwork(firmware::NetworkPort& port, EventSink& events, std::function<Nanoseconds()> now, Push push)
    : port_(port), events_(events), now_(std::move(now)), push_(std::move(push)) {
    port_.attach(*this);
}

// ---- what the process asks for ----

void PeerNetwork::request(const odp::Wifi& request) {
    switch (request.op) {
        case odp::Wifi::Op::connect: return port_.wifi_connect(request.ssid);
        case odp::Wifi::Op::off:
        case odp::Wifi::Op::disconnect: return port_.wifi_connect({});
        case odp::Wifi::Op::access_point_on:
        case odp::Wifi::Op::access_point_off:
            events_.record(now_(), event::access_point, Cause::none,
                           {{"on", request.op == odp::Wifi::Op::access_point_on}});
    }
}

Checked<void> PeerNetwork::request(const odp::Net& request, Cause cause) {
    constexpr std::size_t address_size = 4, endpoint_size = 6;
    const OctetView body{request.body};
    switch (request.op) {
        case odp::Net::Op::resolve:
            resolving_ = request.connection;
            events_.record(now_(), event::dns_query, cause, {{"name", std::string{body.begin(), body.end()}}});
            port_.resolve(std::string{body.begin(), body.end()});
            return {};
        case odp::Net::Op::open:
            if (body.size() != endpoint_size) return InputError{"NET open: expected an address and a port (6 bytes)"};
            open(request.connection, body.first(address_size),
                 static_cast<std::uint16_t>(little_endian(body.subspan(address_size))));
            return {};
        case odp::Net::Op::send:
            if (request.connection == connection_) send(body, cause);
            return {};
        case odp::Net::Op::close:
        case odp::Net::Op::abort:
            if (request.connection != connection_) return {};
            forget_connection();
            port_.disconnect();
            return {};
        case odp::Net::Op::listen:
        case odp::Net::Op::udp_open:
        case odp::Net::Op::udp_send:
            push(request.connection, PeerEvent::NetChange::failed,
                 std::array{static_cast<std::uint8_t>(invalid_argument)});
    }
    return {};
}

void PeerNetwork::open(std::uint16_t connection, boost::span<const std::uint8_t> address, std::uint16_t tcp_port) {
    if (connection_)
        return push(connection, PeerEvent::NetChange::failed, std::array{static_cast<std::uint8_t>(already_open)});
    connection_ = connection;
    const std::string host = fmt::format("{}", fmt::join(address.begin(), address.end(), "."));
    events_.record(now_(), event::tcp_connect, Cause::none, {{"ip", host}, {"port", int{tcp_port}}});
    port_.connect(host, tcp_port);
}

void PeerNetwork::send(boost::span<const std::uint8_t> octets, Cause cause) {
    port_.send(octets, follow_sent(octets, cause));
}

void PeerNetwork::power_cycle() {
    forget_connection();
    port_.power_cycle();
}

void PeerNetwork::forget_connection() {
    connection_.reset();
    connected_ = false;
    sent_ = {};
    received_ = {};
    asked_.clear();
    granted_ = false;
}

// ---- MQTT on its way ----

Cause PeerNetwork::follow_sent(boost::span<const std::uint8_t> octets, Cause cause) {
    sent_.feed(octets);
    for (auto packet = sent_.next(); packet && *packet; packet = sent_.next()) {
        cause = firmware::record_sent_packet(events_, now_(), cause, **packet);
        if (const auto* subscribe = std::get_if<mqtt::Subscribe>(&**packet)) asked_.insert(subscribe->packet_id);
    }
    return cause;
}

void PeerNetwork::follow_received(boost::span<const std::uint8_t> octets) {
    received_.feed(octets);
    for (auto packet = received_.next(); packet && *packet; packet = received_.next()) {
        if (const auto* grant = std::get_if<mqtt::Suback>(&**packet)) granted_ |= asked_.erase(grant->packet_id) > 0;
    }
}

// ---- what the network does ----

void PeerNetwork::push(std::uint16_t connection, PeerEvent::NetChange change, boost::span<const std::uint8_t> body,
                       Cause cause) {
    constexpr unsigned octet_bits = 8;
    std::vector<std::uint8_t> octets{static_cast<std::uint8_t>(connection),
                                     static_cast<std::uint8_t>(connection >> octet_bits),
                                     static_cast<std::uint8_t>(change)};
    octets.insert(octets.end(), body.begin(), body.end());
    push_(PeerEvent::Kind::net, std::move(octets), cause);
}

void PeerNetwork::wifi_associated() {
    push_(PeerEvent::Kind::wifi, {static_cast<std::uint8_t>(PeerEvent::WifiChange::associated)}, Cause::none);
}

void PeerNetwork::wifi_got_ip() {
    const firmware::StationAddress station = port_.station_address();
    std::vector<std::uint8_t> body{static_cast<std::uint8_t>(PeerEvent::WifiChange::got_address)};
    for (const std::string& text : {station.address, station.mask, station.gateway, station.dns1, station.dns2}) {
        const auto octets = address_octets(text);
        body.insert(body.end(), octets.begin(), octets.end());
    }
    push_(PeerEvent::Kind::wifi, std::move(body), Cause::none);
}

void PeerNetwork::wifi_lost() {
    forget_connection();
    push_(PeerEvent::Kind::wifi, {static_cast<std::uint8_t>(PeerEvent::WifiChange::disconnected)}, Cause::none);
}

void PeerNetwork::host_resolved(bool found) {
    push(resolving_, PeerEvent::NetChange::resolved,
         found ? boost::span<const std::uint8_t>{broker_address} : boost::span<const std::uint8_t>{});
}

void PeerNetwork::tcp_connected() {
    connected_ = true;
    events_.record(now_(), event::tcp_connected, Cause::none, {});
    if (connection_) push(*connection_, PeerEvent::NetChange::connected);
}

void PeerNetwork::tcp_failed() {
    constexpr std::int8_t aborted = -8;
    if (!connection_) return;
    const std::uint16_t connection = *connection_;
    const bool was_open = connected_;
    forget_connection();
    if (was_open) return push(connection, PeerEvent::NetChange::reset);
    push(connection, PeerEvent::NetChange::failed, std::array{static_cast<std::uint8_t>(aborted)});
}

void PeerNetwork::tcp_closed() {
    if (!connection_) return;
    const std::uint16_t connection = *connection_;
    forget_connection();
    push(connection, PeerEvent::NetChange::closed);
}

void PeerNetwork::tcp_sent() {
    if (connection_) push(*connection_, PeerEvent::NetChange::sent);
}

void PeerNetwork::tcp_received(boost::span<const std::uint8_t> segment, Cause cause) {
    if (!connection_) return;
    push(*connection_, PeerEvent::NetChange::received, segment, cause);
    follow_received(segment);
}

}  // namespace otbench::sim
