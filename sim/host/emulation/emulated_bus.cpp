#include "sim/host/emulation/emulated_bus.hpp"

#include <algorithm>

namespace otbench::sim {
namespace {

/// What a client may have waiting before it has to wait itself: several frames of the longest kind.
constexpr std::size_t most_waiting = 2048;
constexpr std::size_t few_waiting = 512;

}  // namespace

EmulatedBus::EmulatedBus(boost::asio::io_context& io, std::chrono::steady_clock::time_point start, double baud,
                         EventSink& events)
    : io_(io), start_(start), timer_(io), gateway_(baud, *this, events) {}

EmulatedBus::~EmulatedBus() = default;

std::string EmulatedBus::open(const Endpoint& endpoint) {
    sources_.push_back(open_endpoint(io_, endpoint, gateway_.usual_format(), *this));
    return sources_.back()->description();
}

Nanoseconds EmulatedBus::now() const {
    return std::chrono::steady_clock::now() - start_;
}

EmulatedBus::Client* EmulatedBus::client_at(const OctetPort& port) {
    const auto found =
        std::find_if(clients_.begin(), clients_.end(), [&](const auto& client) { return client->port == &port; });
    return found == clients_.end() ? nullptr : found->get();
}

void EmulatedBus::port_opened(OctetPort& port) {
    if (!port.attended()) return;
    if (!gateway_.has_room() && port.end(meters::LinkEnd::closed)) return;
    gateway_.advance(now());
    clients_.push_back(std::make_unique<Client>(Client{&port, {}, {}}));
    enter(*clients_.back());
    work();
}

void EmulatedBus::enter(Client& client) {
    client.id = gateway_.connect(now());
    gateway_.set_format(client.id, client.port->format(gateway_.usual_format()));
}

void EmulatedBus::port_received(OctetPort& port, OctetView octets) {
    const Nanoseconds at = now();
    gateway_.advance(at);
    Client* const client = client_at(port);
    if (!client) return;
    gateway_.set_format(client->id, port.format(gateway_.usual_format()));
    gateway_.receive(client->id, octets, at);
    if (gateway_.waiting(client->id) > most_waiting) {
        client->paused = true;
        port.pause(true);
    }
    work();
}

bool EmulatedBus::port_finished(OctetPort& port) {
    Client* const client = client_at(port);
    if (!client) return false;
    client->finished = true;
    work();
    return true;
}

/// At a pty, clients come and go while the port stays.
void EmulatedBus::port_attended(OctetPort& port) {
    if (port.attended()) {
        if (!client_at(port)) port_opened(port);
        return;
    }
    gateway_.advance(now());
    port_closed(port);
    port.pause(false);
    arm();
}

void EmulatedBus::port_closed(OctetPort& port) {
    Client* const client = client_at(port);
    if (!client) return;
    gateway_.disconnect(client->id);
    clients_.erase(
        std::find_if(clients_.begin(), clients_.end(), [&](const auto& other) { return other.get() == client; }));
}

void EmulatedBus::deliver(meters::ClientId id, std::uint8_t octet, Nanoseconds at) {
    lateness_.add(now() - at);
    for (const auto& client : clients_)
        if (client->id == id) client->outgoing.push_back(octet);
}

/// Where there is no connection to end, the client at the other side begins anew.
void EmulatedBus::end(meters::ClientId id, meters::LinkEnd how) {
    for (const auto& client : clients_) {
        if (client->id != id) continue;
        if (!client->outgoing.empty()) client->port->send(client->outgoing);
        client->outgoing.clear();
        if (client->port->end(how)) continue;
        gateway_.disconnect(id);
        enter(*client);
    }
}

void EmulatedBus::capture_in(bus::LineCapture& capture) {
    capture_ = &capture;
    gateway_.capture_in(capture);
}

void EmulatedBus::refresh() {
    gateway_.advance(now());
    gateway_.line().refresh(now());
    for (const auto& client : clients_) gateway_.set_format(client->id, client->port->format(gateway_.usual_format()));
    work();
}

/// Brings the line up to now, hands over what has come of it, and sees to it that time goes on.
void EmulatedBus::work() {
    const Nanoseconds at = now();
    gateway_.advance(at);
    for (const auto& client : clients_) serve(*client, at);
    if (capture_) capture_->settle(at);
    arm();
}

void EmulatedBus::serve(Client& client, Nanoseconds at) {
    if (!client.outgoing.empty()) client.port->send(client.outgoing);
    client.outgoing.clear();
    if (client.paused && gateway_.waiting(client.id) <= few_waiting) {
        client.paused = false;
        client.port->pause(false);
    }
    if (const auto end = gateway_.end_of_turn(client.id); client.finished && end && *end <= at) {
        client.finished = false;
        client.port->end(meters::LinkEnd::closed);
    }
}

void EmulatedBus::arm() {
    auto next = gateway_.next_visible();
    for (const auto& client : clients_)
        if (const auto end = gateway_.end_of_turn(client->id); client->finished && end && (!next || *end < *next))
            next = end;
    if (const auto settle = capture_ ? capture_->next_settlement() : std::nullopt; settle && (!next || *settle < *next))
        next = settle;
    if (!next) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(start_ + *next);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) work();
    });
}

}  // namespace otbench::sim
