#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "base/octets.hpp"
#include "bus/uart/uart_line.hpp"
#include "meters/line/link_path.hpp"
#include "sim/host/ports/endpoint.hpp"

namespace otbench::sim {

/// One connection over which octets come and go: a pty, a serial device, or one client of a listening socket. All of it
/// happens on the thread that runs the event loop.
class OctetPort {
public:
    virtual ~OctetPort() = default;

    /// Sends without waiting; octets that the other side does not read in time are lost, as on a wire.
    virtual void send(OctetView octets) = 0;
    /// Nothing is received between `pause(true)` and `pause(false)`; the other side has to wait.
    virtual void pause(bool on) = 0;
    /// The UART format that the peer has set; `usual` as far as it cannot or did not.
    [[nodiscard]] virtual bus::UartFormat format(const bus::UartFormat& usual) const = 0;
    /// Whether a client is connected: a pty is open before any client comes.
    [[nodiscard]] virtual bool attended() const { return true; }
    /// Ends the connection, which is reported as if the other side had ended it. False: it cannot be ended, as at a pty
    /// or a serial device.
    virtual bool end(meters::LinkEnd /*how*/) { return false; }
    /// "/dev/pts/3", "127.0.0.1:40312".
    [[nodiscard]] virtual std::string peer() const = 0;
};

/// Receives what happens at the ports of an endpoint.
class PortUser {
public:
    virtual ~PortUser() = default;

    virtual void port_opened(OctetPort& port) = 0;
    virtual void port_received(OctetPort& port, OctetView octets) = 0;
    /// The other side sends no more but may still read. True: the user ends the connection (`OctetPort::end`) when
    /// nothing is left to read; false: it ends now.
    virtual bool port_finished(OctetPort& /*port*/) { return false; }
    /// The port is gone when this returns.
    virtual void port_closed(OctetPort& port) = 0;
    /// The result of `OctetPort::attended` may have changed.
    virtual void port_attended(OctetPort& /*port*/) {}
};

/// An open endpoint: it has one port, or as many as there are clients. A serial device or a server that has gone away
/// is tried again every second. Closed when destroyed.
class PortSource {
public:
    virtual ~PortSource() = default;

    /// How clients reach it: "pty:/tmp/meter (/dev/pts/3)", "tcp-listen:127.0.0.1:10001".
    [[nodiscard]] virtual std::string description() const = 0;
};

/// Opens an endpoint; `usual` is the speed and shape of characters unless the endpoint names others. `user` must
/// outlive it. Throws std::runtime_error with a line for the user when that cannot be done.
[[nodiscard]] std::unique_ptr<PortSource> open_endpoint(boost::asio::io_context& io, const Endpoint& endpoint,
                                                        const bus::UartFormat& usual, PortUser& user);

// Each of them for its kinds of endpoint.
[[nodiscard]] std::unique_ptr<PortSource> open_pty(boost::asio::io_context& io, const Endpoint& endpoint,
                                                   const bus::UartFormat& usual, PortUser& user);
[[nodiscard]] std::unique_ptr<PortSource> open_serial(boost::asio::io_context& io, const Endpoint& endpoint,
                                                      const bus::UartFormat& usual, PortUser& user);
[[nodiscard]] std::unique_ptr<PortSource> open_tcp(boost::asio::io_context& io, const Endpoint& endpoint,
                                                   const bus::UartFormat& usual, PortUser& user);
[[nodiscard]] std::unique_ptr<PortSource> listen_tcp(boost::asio::io_context& io, const Endpoint& endpoint,
                                                     PortUser& user);

}  // namespace otbench::sim
