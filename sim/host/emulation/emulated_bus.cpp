#include "sim/host/emulation/emulated_bus.hpp"

#include <algorithm>

namespace otbench::sim {
namespace {

/// Octets of a client that may wait to be sent before flow control stops it: several frames of the longest kind.
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
    return std::chrono::steady_clock::now() - start_ + ahead_;
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
    connect(*clients_.back());
    process();
}

void EmulatedBus::connect(Client& client) {
    client.id = gateway_.connect(now(), client.port->peer());
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
    process();
}

bool EmulatedBus::port_finished(OctetPort& port) {
    Client* const client = client_at(port);
    if (!client) return false;
    client->finished = true;
    process();
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
    schedule();
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

/// Where a connection cannot be ended, the client counts as a new one.
void EmulatedBus::end(meters::ClientId id, meters::LinkEnd how) {
    for (const auto& client : clients_) {
        if (client->id != id) continue;
        if (!client->outgoing.empty()) client->port->send(client->outgoing);
        client->outgoing.clear();
        if (client->port->end(how)) continue;
        gateway_.disconnect(id);
        connect(*client);
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
    process();
}

/// Advances the line to the present, gives clients what is due, and schedules the next event.
void EmulatedBus::process() {
    gateway_.advance(now());
    if (skips_wire_time_) leap();
    const Nanoseconds at = now();
    for (const auto& client : clients_) serve(*client, at);
    if (capture_) capture_->hand_over_complete(at);
    schedule();
}

/// To the end of what the line has to do for clients.
void EmulatedBus::leap() {
    while (const auto next = gateway_.next_in_turn()) {
        ahead_ += std::max(Nanoseconds{0}, *next - now());
        gateway_.advance(std::max(*next, now()));
    }
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

void EmulatedBus::schedule() {
    auto next = gateway_.next_visible();
    for (const auto& client : clients_)
        if (const auto end = gateway_.end_of_turn(client->id); client->finished && end && (!next || *end < *next))
            next = end;
    if (const auto done = capture_ ? capture_->next_hand_over() : std::nullopt; done && (!next || *done < *next))
        next = done;
    if (!next) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(start_ + (*next - ahead_));
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) process();
    });
}

}  // namespace otbench::sim
