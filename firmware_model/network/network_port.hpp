#pragma once

#include <boost/core/span.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "base/event_sink.hpp"

namespace otbench::firmware {

/// One connection to the device's HTTP port: a number that no other one of the run has.
enum class HttpConnection : std::uint32_t { none = 0 };

/// One datagram of UDP, and its other end: who sent it, or who gets it.
struct Datagram {
    std::string address;
    std::uint16_t port = 0;
    std::vector<std::uint8_t> bytes;
};

/// What the network does to the device, as the callbacks of the chip's TCP/IP stack show it. Each call is made at the
/// virtual instant at which the device is notified, and only queues work for the device's one CPU.
class NetworkEvents {
public:
    virtual ~NetworkEvents() = default;

    virtual void wifi_associated() = 0;             ///< joined the access point, no address yet
    virtual void wifi_got_ip() = 0;                 ///< DHCP is done
    virtual void wifi_lost() = 0;                   ///< association gone, address with it
    virtual void host_resolved(bool found) = 0;     ///< answer to `resolve`
    virtual void tcp_connected() = 0;               ///< answer to `connect`
    virtual void tcp_failed() = 0;                  ///< a connect refused, or an open connection reset (error)
    virtual void tcp_closed() = 0;                  ///< the peer closed in an orderly way (FIN)
    virtual void tcp_sent() = 0;                    ///< the last `send` was acknowledged
    virtual void download_connected() = 0;          ///< the server of `download` has answered
    virtual void download_finished(bool done) = 0;  ///< all of it arrived, or it broke off
    virtual void stack_crashed() = 0;               ///< an exception inside the stack: the chip restarts at once
    virtual void tcp_received(boost::span<const std::uint8_t> segment, Cause cause) = 0;  ///< one TCP segment

    // Of the HTTP port, on which the device takes one connection at a time.
    virtual void http_connected(HttpConnection connection) = 0;
    virtual void http_received(HttpConnection connection, std::string segment, Cause cause) = 0;
    virtual void http_closed(HttpConnection connection) = 0;  ///< the client has gone
    virtual void http_sent(HttpConnection /*connection*/) {}  ///< the last `http_send` was acknowledged

    /// A datagram arrived at the port `port`, which the device has opened.
    virtual void datagram_received(std::uint16_t /*port*/, const Datagram& /*datagram*/, Cause /*cause*/) {}
};

/// The data that a station receives from DHCP. The defaults are those of the reference recordings
/// (tests/data/firmware/README.md, section 4.1).
struct StationAddress {
    std::string address = "192.168.1.77";
    std::string mask = "255.255.255.0";
    std::string gateway = "192.168.1.1";
    std::string dns1 = "192.168.1.1";
    std::string dns2 = "0.0.0.0";
};

/// The network as the device uses it: a Wi-Fi station with one TCP connection to the
/// broker, a stream of bytes, and an HTTP port. All answers come
/// later through `NetworkEvents`; no call blocks and none takes virtual time.
class NetworkPort {
public:
    virtual ~NetworkPort() = default;

    /// Names the receiver of all answers; called once, before anything else.
    virtual void attach(NetworkEvents& device) = 0;
    virtual void wifi_connect(const std::string& ssid) = 0;
    /// Leaves the access point, or stops trying to join it; there is no answer.
    virtual void wifi_disconnect() {}
    [[nodiscard]] virtual StationAddress station_address() const { return {}; }
    virtual void resolve(const std::string& host) = 0;
    virtual void connect(const std::string& host, std::uint16_t port) = 0;
    /// `cause` is the event that made the device send this packet.
    virtual void send(boost::span<const std::uint8_t> bytes, Cause cause) = 0;
    virtual void disconnect() = 0;
    /// Fetches `/path` over HTTP on a connection of its own. Without a network that offers it, no answer arrives.
    virtual void download(const std::string& /*host*/, std::uint16_t /*port*/, const std::string& /*path*/) {}
    /// Whether clients may connect to the HTTP port. Unless a network offers that, none does.
    virtual void http_listen(bool /*on*/) {}
    /// Sends `bytes` to the client of the connection, if it is still there, and closes the connection.
    // NOLINTBEGIN(performance-unnecessary-value-param): networks keep what they are given
    virtual void http_answer(HttpConnection /*connection*/, std::string /*bytes*/, Cause /*cause*/) {}
    /// Sends `bytes`, and more may follow: the client has its answer when the connection is closed.
    virtual void http_send(HttpConnection /*connection*/, std::string /*bytes*/, Cause /*cause*/) {}
    virtual void http_close(HttpConnection /*connection*/) {}
    /// A further TCP connection of the same station, of which only `attach`, `connect`, `send` and `disconnect` are
    /// used; null when the network offers no more. Lives as long as this object.
    virtual NetworkPort* further_connection() { return nullptr; }
    virtual void open_datagrams(std::uint16_t /*port*/, bool /*on*/) {}
    virtual void send_datagram(std::uint16_t /*from_port*/, Datagram /*datagram*/, Cause /*cause*/) {}
    // NOLINTEND(performance-unnecessary-value-param)
    /// The device restarted: an open connection is dropped silently, as on the real chip (the peer sees a reset).
    virtual void power_cycle() = 0;
};

}  // namespace otbench::firmware
