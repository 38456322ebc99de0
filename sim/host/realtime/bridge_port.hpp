#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/host/ports/lateness.hpp"
#include "sim/host/ports/octet_port.hpp"
#include "sim/host/realtime/pacer.hpp"

namespace otbench::sim {

/// Who is told what comes over a bridge's endpoint. All calls come while time waits (`Pacer::wait_until`).
class BridgePortUser {
public:
    virtual ~BridgePortUser() = default;

    virtual void outside_received(OctetView octets) = 0;
    /// The first of those outside has come (`peer` says who), or the last has gone.
    virtual void outside_came(const std::string& peer) = 0;
    virtual void outside_gone(const std::string& peer) = 0;
};

/// The outside end of a bridge: an endpoint, and whoever is behind it. Clients of a listening endpoint share the line:
/// what any of them sends goes in, and all of them get what comes out.
class BridgePort : private PortUser {
public:
    /// Opens `endpoint`; a "pty:/path" that exists already is somebody else's and is opened as a serial port. `usual`
    /// is the format where nobody says otherwise. `pacer` and `user` must outlive the port. Throws std::runtime_error
    /// with a line for the user.
    BridgePort(Pacer& pacer, const Endpoint& endpoint, const bus::UartFormat& usual, BridgePortUser& user);

    /// How others reach it: "pty:/tmp/meter (/dev/pts/3)".
    [[nodiscard]] std::string description() const { return source_->description(); }
    [[nodiscard]] bool connected() const;
    /// Speed and shape of characters as those outside have set them.
    [[nodiscard]] bus::UartFormat format() const;

    /// Gives `octets`, the last of which ended at `due`, to those outside; false when nobody is there.
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
    void look_who_is_there(const std::string& peer);

    Pacer& pacer_;
    bus::UartFormat usual_;
    BridgePortUser& user_;
    std::vector<OctetPort*> ports_;
    bool connected_ = false;  ///< as `user_` was told last
    Lateness lateness_;
    std::unique_ptr<PortSource> source_;
};

}  // namespace otbench::sim
