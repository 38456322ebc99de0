#include "sim/host/realtime/bridge_port.hpp"

#include <algorithm>
#include <filesystem>

namespace otbench::sim {
namespace {

/// The endpoint as it is opened: a pty's path that leads to a device belongs to another program.
Endpoint as_found(Endpoint endpoint) {
    std::error_code error;
    if (endpoint.kind == Endpoint::Kind::pty && std::filesystem::is_character_file(endpoint.path, error))
        endpoint.kind = Endpoint::Kind::serial;
    return endpoint;
}

}  // namespace

BridgePort::BridgePort(Pacer& pacer, const Endpoint& endpoint, const bus::UartFormat& usual, BridgePortUser& user)
    : pacer_(pacer),
      usual_(usual),
      user_(user),
      source_(open_endpoint(pacer.outside(), as_found(endpoint), usual, *this)) {}

bool BridgePort::connected() const {
    return std::any_of(ports_.begin(), ports_.end(), [](const OctetPort* port) { return port->attended(); });
}

bus::UartFormat BridgePort::format() const {
    return ports_.empty() ? usual_ : ports_.back()->format(usual_);
}

bool BridgePort::send(OctetView octets, Nanoseconds due) {
    bool taken = false;
    for (OctetPort* const port : ports_) {
        if (!port->attended()) continue;
        port->send(octets);
        taken = true;
    }
    if (taken) lateness_.add(pacer_.time() - due);
    return taken;
}

void BridgePort::pause(bool on) {
    for (OctetPort* const port : ports_) port->pause(on);
}

void BridgePort::port_opened(OctetPort& port) {
    ports_.push_back(&port);
    report_peers(port.peer());
}

void BridgePort::port_received(OctetPort& port, OctetView octets) {
    report_peers(port.peer());
    pacer_.interrupt_wait();
    user_.peer_received(port.peer(), octets);
}

void BridgePort::port_closed(OctetPort& port) {
    const std::string peer = port.peer();
    ports_.erase(std::remove(ports_.begin(), ports_.end(), &port), ports_.end());
    report_peers(peer);
}

void BridgePort::port_attended(OctetPort& port) {
    report_peers(port.peer());
}

void BridgePort::report_peers(const std::string& peer) {
    if (connected() == connected_) return;
    connected_ = !connected_;
    pacer_.interrupt_wait();
    if (connected_)
        user_.peer_connected(peer);
    else
        user_.peer_disconnected(peer);
}

}  // namespace otbench::sim
