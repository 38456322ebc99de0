#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/host/ports/lateness.hpp"
#include "sim/host/ports/octet_port.hpp"
#include "sim/host/realtime/pacer.hpp"

namespace otbench::sim {

/// Receives what happens at a bridge's endpoint. All calls come while time waits (`Pacer::wait_until`).
class BridgePortUser {
public:
    virtual ~BridgePortUser() = default;

    virtual void peer_received(const std::string& peer, OctetView octets) = 0;
    /// The first external peer has connected (`peer` names it), or the last has disconnected.
    virtual void peer_connected(const std::string& peer) = 0;
    virtual void peer_disconnected(const std::string& peer) = 0;
};

/// The external end of a bridge: an endpoint and its peers. Clients of a listening endpoint share the line: what any of
/// them sends goes in, and all of them receive what comes out.
class BridgePort : private PortUser {
public:
    /// Opens `endpoint`; a "pty:/path" that exists already belongs to another program and is opened as a serial port.
    /// `usual` is the format unless the endpoint names another. `pacer` and `user` must outlive the port. Throws
    /// std::runtime_error with a line for the user.
    BridgePort(Pacer& pacer, const Endpoint& endpoint, const bus::UartFormat& usual, BridgePortUser& user);

    /// How peers reach it: "pty:/tmp/meter (/dev/pts/3)".
    [[nodiscard]] std::string description() const { return source_->description(); }
    /// Of a pty or a serial port: the path of the device. Else the name of the first peer, or nothing.
    [[nodiscard]] std::string path() const { return ports_.empty() ? std::string{} : ports_.front()->peer(); }
    [[nodiscard]] bool connected() const;
    /// Speed and shape of characters as the peers have set them.
    [[nodiscard]] bus::UartFormat format() const;

    /// Gives `octets`, the last of which ended at `due`, to the peers; false when none is connected.
    bool send(OctetView octets, Nanoseconds due);
    /// Nothing is received between `pause(true)` and `pause(false)`.
    void pause(bool on);

    /// Of what was sent, against the time at which they were due.
    [[nodiscard]] const Lateness& lateness() const { return lateness_; }

private:
    void port_opened(OctetPort& port) override;
    void port_received(OctetPort& port, OctetView octets) override;
    void port_closed(OctetPort& port) override;
    void port_attended(OctetPort& port) override;
    void report_peers(const std::string& peer);

    Pacer& pacer_;
    bus::UartFormat usual_;
    BridgePortUser& user_;
    std::vector<OctetPort*> ports_;
    bool connected_ = false;  ///< as last reported to `user_`
    Lateness lateness_;
    std::unique_ptr<PortSource> source_;
};

}  // namespace otbench::sim
