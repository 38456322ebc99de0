#include "sim/device/peer_network.hpp"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/event_kinds.hpp"
#include "base/octets.hpp"
#include "base/text.hpp"
#include "sim/device/peer_stream.hpp"

namespace otbench::sim {
namespace {

using odp::PeerEvent;

// Result codes as the SDK's sockets give them (docs/dev/device-protocol.md).
constexpr std::int8_t already_open = -15;

// Numbers from here on are the bench's: the connections that a device accepts.
constexpr std::uint16_t first_accepted = 0x8000;
constexpr std::uint16_t http_tcp_port = 80;

// Where the bench's broker lives for every device; the address of the reference recordings.
constexpr std::array<std::uint8_t, 4> broker_address{192, 168, 1, 10};

constexpr std::size_t address_size = 4, port_size = 2, endpoint_size = address_size + port_size;

std::array<std::uint8_t, 4> address_octets(const std::string& text) {
    std::array<std::uint8_t, 4> octets{};
    return ::inet_pton(AF_INET, text.c_str(), octets.data()) == 1 ? octets : broker_address;
}

std::string address_text(boost::span<const std::uint8_t> octets) {
    return fmt::format("{}", fmt::join(octets.begin(), octets.end(), "."));
}

void append(std::vector<std::uint8_t>& body, std::uint16_t number) {
    body.push_back(static_cast<std::uint8_t>(number));
    body.push_back(static_cast<std::uint8_t>(number >> 8U));
}

/// How long the body of a request is at least, and in words.
struct Expected {
    std::size_t size;
    const char* what;
};
Expected expected_body(odp::Net::Op op) {
    switch (op) {
        case odp::Net::Op::open: return {endpoint_size, "NET open: expected an address and a port (6 bytes)"};
        case odp::Net::Op::listen: return {port_size, "NET listen: expected a port (2 bytes)"};
        case odp::Net::Op::udp_open: return {port_size, "NET udp open: expected a port (2 bytes)"};
        case odp::Net::Op::udp_send:
            return {endpoint_size, "NET udp send: expected an address and a port (6 bytes), and the datagram"};
        default: return {0, ""};
    }
}

}  // namespace

PeerNetwork::PeerNetwork(firmware::NetworkPort& port, EventSink& events, std::function<Nanoseconds()> now, Push push)
    : port_(port), events_(events), now_(std::move(now)), push_(std::move(push)) {
    streams_.push_back(std::make_unique<Stream>(*this, port_));
}

PeerNetwork::~PeerNetwork() = default;

// ---- what the process asks for ----

void PeerNetwork::request(const odp::Wifi& request) {
    switch (request.op) {
        case odp::Wifi::Op::connect: return port_.wifi_connect(request.ssid);
        case odp::Wifi::Op::off:
        case odp::Wifi::Op::disconnect:
            for (const auto& stream : streams_) stream->forget();
            return port_.wifi_disconnect();
        case odp::Wifi::Op::access_point_on:
        case odp::Wifi::Op::access_point_off:
            events_.record(now_(), event::access_point, Cause::none,
                           {{"on", request.op == odp::Wifi::Op::access_point_on}});
    }
}

Checked<void> PeerNetwork::request(const odp::Net& request, Cause cause) {
    const Body body{request.body};
    const Expected expected = expected_body(request.op);
    if (body.size() < expected.size) return InputError{expected.what};
    const auto port_at = [&](std::size_t at) {
        return static_cast<std::uint16_t>(little_endian(body.subspan(at, port_size)));
    };
    switch (request.op) {
        case odp::Net::Op::resolve: resolve(request.connection, body, cause); break;
        case odp::Net::Op::open: open(request.connection, body.first(address_size), port_at(address_size)); break;
        case odp::Net::Op::send: send(request.connection, body, cause); break;
        case odp::Net::Op::close:
        case odp::Net::Op::abort: close(request.connection); break;
        case odp::Net::Op::listen:
            if (port_at(0) != http_tcp_port) break;  // the bench has clients for that port alone
            listener_ = request.connection;
            port_.http_listen(true);
            break;
        case odp::Net::Op::udp_open:
            datagrams_[request.connection] = port_at(0);
            port_.open_datagrams(port_at(0), true);
            break;
        case odp::Net::Op::udp_send:
            send_datagram(request.connection, body.first(address_size), port_at(address_size),
                          body.subspan(endpoint_size), cause);
    }
    return {};
}

void PeerNetwork::resolve(std::uint16_t connection, Body name, Cause cause) {
    const std::string host{name.begin(), name.end()};
    resolving_.push_back(connection);
    events_.record(now_(), event::dns_query, cause, {{"name", host}});
    port_.resolve(host);
}

void PeerNetwork::open(std::uint16_t connection, Body address, std::uint16_t tcp_port) {
    Stream* const stream = stream_of(connection) == nullptr ? free_stream() : nullptr;
    if (stream == nullptr)
        return push(connection, PeerEvent::NetChange::failed, std::array{static_cast<std::uint8_t>(already_open)});
    stream->open(connection, address_text(address), tcp_port);
}

void PeerNetwork::send(std::uint16_t connection, Body bytes, Cause cause) {
    const auto client = clients_.find(connection);
    if (client != clients_.end())
        port_.http_send(client->second, std::string{bytes.begin(), bytes.end()}, cause);
    else if (Stream* const stream = stream_of(connection))
        stream->send(bytes, cause);
}

void PeerNetwork::close(std::uint16_t connection) {
    if (const auto client = clients_.extract(connection)) return port_.http_close(client.mapped());
    if (const auto socket = datagrams_.extract(connection)) return port_.open_datagrams(socket.mapped(), false);
    if (Stream* const stream = stream_of(connection)) return stream->close();
    if (listener_ != connection) return;
    listener_.reset();
    port_.http_listen(false);
}

void PeerNetwork::send_datagram(std::uint16_t connection, Body address, std::uint16_t port, Body bytes, Cause cause) {
    const auto socket = datagrams_.find(connection);
    if (socket == datagrams_.end()) return;
    const std::string host = address_text(address);
    const Cause sent =
        events_.record(now_(), event::udp_tx, cause,
                       {{"ip", host}, {"port", int{port}}, {"from", int{socket->second}}, {"hex", hex_text(bytes)}});
    port_.send_datagram(socket->second, {host, port, {bytes.begin(), bytes.end()}}, sent);
}

PeerNetwork::Stream* PeerNetwork::stream_of(std::uint16_t connection) const {
    const auto stream = std::find_if(streams_.begin(), streams_.end(),
                                     [&](const auto& candidate) { return candidate->number() == connection; });
    return stream != streams_.end() ? stream->get() : nullptr;
}

PeerNetwork::Stream* PeerNetwork::free_stream() {
    constexpr std::size_t most_streams = 8;
    const auto stream =
        std::find_if(streams_.begin(), streams_.end(), [](const auto& candidate) { return !candidate->number(); });
    if (stream != streams_.end()) return stream->get();
    firmware::NetworkPort* const port = streams_.size() < most_streams ? port_.further_connection() : nullptr;
    if (port == nullptr) return nullptr;
    streams_.push_back(std::make_unique<Stream>(*this, *port));
    return streams_.back().get();
}

void PeerNetwork::power_cycle() {
    forget_sockets();
    port_.power_cycle();
}

void PeerNetwork::forget_sockets() {
    resolving_.clear();
    for (const auto& stream : streams_) stream->forget();
    listener_.reset();
    clients_.clear();
    datagrams_.clear();
}

bool PeerNetwork::subscribed() const {
    return std::any_of(streams_.begin(), streams_.end(), [](const auto& stream) { return stream->subscribed(); });
}

// ---- what the network does ----

void PeerNetwork::push(std::uint16_t connection, PeerEvent::NetChange change, Body body, Cause cause) {
    std::vector<std::uint8_t> octets;
    append(octets, connection);
    octets.push_back(static_cast<std::uint8_t>(change));
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
    resolving_.clear();
    for (const auto& stream : streams_) stream->forget();
    push_(PeerEvent::Kind::wifi, {static_cast<std::uint8_t>(PeerEvent::WifiChange::disconnected)}, Cause::none);
}

void PeerNetwork::host_resolved(bool found) {
    if (resolving_.empty()) return;
    push(resolving_.front(), PeerEvent::NetChange::resolved, found ? Body{broker_address} : Body{});
    resolving_.pop_front();
}

void PeerNetwork::http_connected(firmware::HttpConnection connection) {
    const auto number = static_cast<std::uint16_t>(first_accepted + accepted_++ % first_accepted);
    clients_[number] = connection;
    std::vector<std::uint8_t> body;
    append(body, number);
    if (listener_) push(*listener_, PeerEvent::NetChange::accepted, body);
}

std::optional<std::uint16_t> PeerNetwork::client_number(firmware::HttpConnection connection) const {
    for (const auto& [number, client] : clients_)
        if (client == connection) return number;
    return std::nullopt;
}

void PeerNetwork::http_received(firmware::HttpConnection connection, const std::string& segment, Cause cause) {
    const std::vector<std::uint8_t> octets{segment.begin(), segment.end()};
    if (const auto number = client_number(connection)) push(*number, PeerEvent::NetChange::received, octets, cause);
}

void PeerNetwork::http_closed(firmware::HttpConnection connection) {
    const auto number = client_number(connection);
    if (!number) return;
    clients_.erase(*number);
    push(*number, PeerEvent::NetChange::closed);
}

void PeerNetwork::http_sent(firmware::HttpConnection connection) {
    if (const auto number = client_number(connection)) push(*number, PeerEvent::NetChange::sent);
}

void PeerNetwork::datagram_received(std::uint16_t port, const firmware::Datagram& datagram, Cause cause) {
    const auto sender = address_octets(datagram.address);
    std::vector<std::uint8_t> body{sender.begin(), sender.end()};
    append(body, datagram.port);
    body.insert(body.end(), datagram.bytes.begin(), datagram.bytes.end());
    for (const auto& [connection, local_port] : datagrams_)
        if (local_port == port) push(connection, PeerEvent::NetChange::received, body, cause);
}

}  // namespace otbench::sim
