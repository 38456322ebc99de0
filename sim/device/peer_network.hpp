#pragma once

#include <boost/core/span.hpp>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "firmware_model/network/network_port.hpp"
#include "sim/protocol/odp.hpp"

namespace otbench::sim {

/// Wi-Fi and sockets of a firmware's process: its requests become calls of the bench's network, and what the network
/// does becomes events for the process.
class PeerNetwork {
public:
    using Push = std::function<void(odp::PeerEvent::Kind kind, std::vector<std::uint8_t> body, Cause cause)>;

    /// `now` is virtual time; `push` takes events for the process.
    PeerNetwork(firmware::NetworkPort& port, EventSink& events, std::function<Nanoseconds()> now, Push push);
    ~PeerNetwork();
    PeerNetwork(const PeerNetwork&) = delete;
    PeerNetwork& operator=(const PeerNetwork&) = delete;

    void request(const odp::Wifi& request);
    /// `cause`: what made the process ask. An error for a body that is too short.
    Checked<void> request(const odp::Net& request, Cause cause);
    /// The process has ended, and its sockets with it.
    void power_cycle();

    /// On one of its connections, all topics that the process asked for are granted.
    [[nodiscard]] bool subscribed() const;

private:
    class Stream;  ///< a TCP connection that the process opens

    // What the network does, told by the first stream.
    void wifi_associated();
    void wifi_got_ip();
    void wifi_lost();
    void host_resolved(bool found);
    void http_connected(firmware::HttpConnection connection);
    void http_received(firmware::HttpConnection connection, const std::string& segment, Cause cause);
    void http_closed(firmware::HttpConnection connection);
    void http_sent(firmware::HttpConnection connection);
    void datagram_received(std::uint16_t port, const firmware::Datagram& datagram, Cause cause);

    using Body = boost::span<const std::uint8_t>;
    void push(std::uint16_t connection, odp::PeerEvent::NetChange change, Body body = {}, Cause cause = Cause::none);
    void resolve(std::uint16_t connection, Body name, Cause cause);
    void open(std::uint16_t connection, Body address, std::uint16_t tcp_port);
    void send(std::uint16_t connection, Body bytes, Cause cause);
    void close(std::uint16_t connection);
    void send_datagram(std::uint16_t connection, Body address, std::uint16_t port, Body bytes, Cause cause);
    [[nodiscard]] Stream* stream_of(std::uint16_t connection) const;
    [[nodiscard]] std::optional<std::uint16_t> client_number(firmware::HttpConnection connection) const;
    /// One that is not in use; null when the network has no more.
    Stream* free_stream();
    void forget_sockets();

    firmware::NetworkPort& port_;
    EventSink& events_;
    std::function<Nanoseconds()> now_;
    Push push_;
    std::deque<std::uint16_t> resolving_;  ///< the network answers in this order
    std::vector<std::unique_ptr<Stream>> streams_;
    std::optional<std::uint16_t> listener_;                      ///< of the HTTP port
    std::map<std::uint16_t, firmware::HttpConnection> clients_;  ///< by the numbers that the process knows
    std::uint16_t accepted_ = 0;
    std::map<std::uint16_t, std::uint16_t> datagrams_;  ///< local ports by their sockets
};

}  // namespace otbench::sim
